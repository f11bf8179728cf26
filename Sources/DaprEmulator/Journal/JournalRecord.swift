internal import CivilTime
internal import SidecarRules

/// One line of the journal: something that must outlive the process.
enum JournalRecord: Sendable {
    /// An event was stored.
    case event(topic: String, StoredEvent)
    /// A group will go on from that offset.
    case commit(GroupKey, partition: Int, offset: Int)
    /// A key of a state store has that row; nil when it is gone.
    case state(key: String, StateRow?)
    /// A job was scheduled: the request's body and the instant.
    case job(JobKey, body: [UInt8], at: Timestamp)
    /// A job has run.
    case jobRan(JobKey, ScheduleProgress)
    /// A job is gone.
    case jobGone(JobKey)
}

/// A row of a state store.
struct StateRow: Sendable, Equatable {
    let value: [UInt8]
    let etag: String
    let expiresAt: Timestamp?
}

extension JournalRecord {
    /// The line without its end.
    var json: SidecarJSON {
        switch self {
        case .event(let topic, let event):
            var members: [String: SidecarJSON] = [
                "is": .string("event"), "topic": .string(topic), "partition": .number("\(event.partition)"),
                "offset": .number("\(event.offset)"), "bytes": .string(Base64.encode(event.bytes)),
                "headers": .object(event.headers.mapValues(SidecarJSON.string)),
                "at": .number("\(event.storedAt.millisecondsSinceEpoch)"),
            ]
            members["key"] = event.key.map(SidecarJSON.string)
            return .object(members)
        case .commit(let key, let partition, let offset):
            return .object([
                "is": .string("commit"), "group": .string(key.group), "topic": .string(key.topic),
                "partition": .number("\(partition)"), "offset": .number("\(offset)"),
            ])
        case .state(let key, let row):
            var members: [String: SidecarJSON] = ["is": .string("state"), "key": .string(key)]
            members["bytes"] = row.map { .string(Base64.encode($0.value)) }
            members["etag"] = row.map { .string($0.etag) }
            members["expires"] = row?.expiresAt.map { .number("\($0.millisecondsSinceEpoch)") }
            return .object(members)
        case .job(let key, let body, let at):
            return job("job", key, ["bytes": .string(Base64.encode(body)), "at": number(at)])
        case .jobRan(let key, let progress):
            var members: [String: SidecarJSON] = ["next": number(progress.nextAt), "runs": .number("\(progress.runs)")]
            members["failures"] = .number("\(progress.failures)")
            return job("jobRan", key, members)
        case .jobGone(let key): return job("jobGone", key, [:])
        }
    }

    private func number(_ instant: Timestamp) -> SidecarJSON {
        .number("\(instant.millisecondsSinceEpoch)")
    }

    private func job(_ kind: String, _ key: JobKey, _ rest: [String: SidecarJSON]) -> SidecarJSON {
        .object(
            rest.merging(["is": .string(kind), "app": .string(key.appID), "name": .string(key.name)]) { $1 })
    }

    /// The record of a line; nil when it is none.
    init?(_ json: SidecarJSON) {
        let bytes = json["bytes"]?.text.flatMap(Base64.decode)
        switch json["is"]?.text {
        case "event":
            guard let event = JournalRecord.event(json, bytes), let topic = json["topic"]?.text else { return nil }
            self = .event(topic: topic, event)
        case "commit":
            guard let group = json["group"]?.text, let topic = json["topic"]?.text,
                let partition = json["partition"]?.whole, let offset = json["offset"]?.whole
            else { return nil }
            self = .commit(GroupKey(group: group, topic: topic), partition: partition, offset: offset)
        case "state":
            guard let key = json["key"]?.text else { return nil }
            let etag = json["etag"]?.text
            let row = bytes.flatMap { value in
                etag.map { StateRow(value: value, etag: $0, expiresAt: JournalRecord.instant(json["expires"])) }
            }
            self = .state(key: key, row)
        case "job", "jobRan", "jobGone":
            guard let record = JournalRecord(job: json, bytes) else { return nil }
            self = record
        default: return nil
        }
    }

    private init?(job json: SidecarJSON, _ bytes: [UInt8]?) {
        guard let app = json["app"]?.text, let name = json["name"]?.text else { return nil }
        let key = JobKey(appID: app, name: name)
        switch json["is"]?.text {
        case "jobGone": self = .jobGone(key)
        case "job":
            guard let bytes, let at = JournalRecord.instant(json["at"]) else { return nil }
            self = .job(key, body: bytes, at: at)
        default:
            guard let next = JournalRecord.instant(json["next"]), let runs = json["runs"]?.whole,
                let failures = json["failures"]?.whole
            else { return nil }
            self = .jobRan(key, ScheduleProgress(nextAt: next, runs: runs, failures: failures))
        }
    }

    private static func event(_ json: SidecarJSON, _ bytes: [UInt8]?) -> StoredEvent? {
        guard let bytes, let partition = json["partition"]?.whole, let offset = json["offset"]?.whole,
            let at = instant(json["at"])
        else { return nil }
        return StoredEvent(
            partition: partition, offset: offset, key: json["key"]?.text, bytes: bytes,
            headers: json["headers"]?.members?.compactMapValues(\.text) ?? [:], storedAt: at)
    }

    private static func instant(_ json: SidecarJSON?) -> Timestamp? {
        json?.whole.map { Timestamp(millisecondsSinceEpoch: Int64($0)) }
    }
}

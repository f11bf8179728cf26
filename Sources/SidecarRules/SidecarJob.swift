public import CivilTime

/// A job as the scheduler keeps it.
public struct SidecarJob: Sendable, Equatable {
    /// Name, unique for the application.
    public var name: String
    /// When it first runs.
    public var dueAt: Timestamp
    /// Pause between runs; nil runs once.
    public var period: Duration?
    /// Runs that are left at the start, failed ones counted; nil for no limit.
    public var repeats: Int?
    /// When it ends; nil for never.
    public var expiresAt: Timestamp?
    /// What the callback's body is, with numbers that have been through floating point; empty for none.
    public var data: [UInt8]
    /// What happens when the callback fails.
    public var failurePolicy: SidecarFailurePolicy
    /// True replaces a job of the same name.
    public var overwrites: Bool
    /// When it runs by the wall clock; nil for a job with a period, or that runs once.
    package var cron: CronSchedule?
}

extension SidecarJob {
    /// The job that `POST /v1.0/jobs/{name}` asks for; throws `SidecarError`.
    ///
    /// Due times and times to live are RFC 3339 instants, or durations as `1h30m` or `PT90M`; `zone` answers the rules
    /// of a zone that a schedule names.
    public init(
        _ request: SidecarRequest, now: Timestamp, zone: (String) -> ZoneRules? = { $0 == "UTC" ? .utc : nil }
    ) throws(SidecarError) {
        name = try SidecarJob.name(of: request)
        guard let body = SidecarJob.body(of: request), body.members != nil else {
            throw SidecarError(400, "ERR_MALFORMED_REQUEST", "the body of job '\(name)' is no JSON object")
        }
        guard body["name"] == nil else {
            throw SidecarJob.invalid(400, "JOB_NAME", "the name belongs into the path, not into the body")
        }
        let schedule = body["schedule"]?.text
        let due = try SidecarJob.instant(body["dueTime"] ?? body["due_time"], "dueTime", from: now)
        guard schedule != nil || due != nil else {
            throw SidecarJob.invalid(400, "SCHEDULE_EMPTY", "Schedule is empty")
        }
        period = try schedule.flatMap(SidecarJob.period)
        cron =
            if period == nil { try schedule.map { text throws(SidecarError) in try SidecarJob.cron(text, zone) } } else
            { nil }
        guard let first = due ?? cron?.next(after: now) ?? period.map({ now + $0 }) else {
            throw SidecarJob.invalid(500, "SCHEDULE_JOB", "the schedule '\(schedule ?? "")' never comes due")
        }
        dueAt = first
        repeats = try SidecarJob.repeats(body["repeats"], isPeriodic: schedule != nil)
        data = (body["data"] ?? .null) == .null ? [] : (body["data"] ?? .null).throughDoubles.bytes
        failurePolicy = try SidecarJob.policy(body["failurePolicy"] ?? body["failure_policy"])
        overwrites = body["overwrite"] == .boolean(true)
        // A time to live counts from a due time that is a duration too, and from now otherwise.
        let isDelay = (body["dueTime"] ?? body["due_time"])?.text.flatMap(SidecarJob.duration) != nil
        expiresAt = try SidecarJob.instant(body["ttl"], "ttl", from: isDelay ? dueAt : now)
        try requireLife(isPeriodic: schedule != nil)
    }

    private func requireLife(isPeriodic: Bool) throws(SidecarError) {
        guard let expiresAt else { return }
        guard expiresAt > dueAt else {
            throw SidecarJob.invalid(500, "SCHEDULE_JOB", "ttl must be greater than due time")
        }
        guard isPeriodic else { throw SidecarJob.invalid(500, "SCHEDULE_JOB", "ttl needs a schedule") }
    }

    /// The refusal when a job of that name exists and the request does not overwrite it.
    public static func exists(_ name: String) -> SidecarError {
        invalid(409, "SCHEDULE_JOB", "job '\(name)' already exists")
    }

    /// The refusal when nothing is known of the job that is read.
    public static func notFound(_ name: String) -> SidecarError {
        invalid(500, "GET_JOB", "failed to get job: job not found: '\(name)'")
    }

    /// The failure when the scheduler does not answer within half a minute; only scheduling tells it by the status.
    public static func unreachable(_ what: String) -> SidecarError {
        invalid(what == "SCHEDULE_JOB" ? 504 : 500, what, "the scheduler did not answer")
    }

    private static func invalid(_ status: Int, _ kind: String, _ message: String) -> SidecarError {
        SidecarError(status, "DAPR_SCHEDULER_\(kind)", message, reason: "DAPR_SCHEDULER_\(kind)")
    }
}

extension SidecarJob {
    /// The job's name in the path of a request; throws `SidecarError` for a path without one or a name that is illegal.
    public static func name(of request: SidecarRequest) throws(SidecarError) -> String {
        let segments = request.segments
        guard segments.count >= 3, segments[1] == "jobs" else { throw .unknownRoute }
        let name = segments[2...].joined(separator: "/")
        guard !name.allSatisfy({ $0 == " " }) else { throw invalid(400, "JOB_NAME_EMPTY", "the job's name is empty") }
        let isIllegal = name.unicodeScalars.contains { "/\\#?".unicodeScalars.contains($0) || $0.value < 0x20 }
        guard !isIllegal, name != ".", name != "..", name.utf8.count < 600 else {
            throw invalid(500, "SCHEDULE_JOB", "the job's name '\(name.prefix(40))' is not legal")
        }
        return name
    }

    /// The body; an empty one counts as an object without members.
    private static func body(of request: SidecarRequest) -> SidecarJSON? {
        request.body.isEmpty ? .object([:]) : SidecarJSON(request.body)
    }

    private static func instant(
        _ value: SidecarJSON?, _ field: String, from base: Timestamp
    ) throws(SidecarError) -> Timestamp? {
        guard let value else { return nil }
        guard let text = value.text else {
            throw SidecarError(400, "ERR_MALFORMED_REQUEST", "'\(field)' is no string")
        }
        if let instant = Timestamp(rfc3339: text) { return instant }
        if let duration = duration(text) { return base + duration }
        throw invalid(500, "SCHEDULE_JOB", "'\(field)' is '\(text)', which is no instant and no duration")
    }

    private static func duration(_ text: String) -> Duration? {
        GoDuration.parse(text) ?? ISO8601Duration.parse(text)
    }

    /// The pause of `@every`; nil for a schedule of another kind.
    private static func period(_ schedule: String) throws(SidecarError) -> Duration? {
        guard schedule.hasPrefix("@every ") else { return nil }
        guard let period = GoDuration.parse(String(schedule.dropFirst(7))), period > .zero else {
            throw invalid(500, "SCHEDULE_JOB", "the schedule '\(schedule)' is not understood")
        }
        return period
    }

    /// The schedule by the wall clock, after a zone in front of it or in UTC.
    private static func cron(_ schedule: String, _ zone: (String) -> ZoneRules?) throws(SidecarError) -> CronSchedule {
        var text = Substring(schedule)
        var rules = ZoneRules.utc
        for mark in ["CRON_TZ=", "TZ="] where text.hasPrefix(mark) {
            let name = text.dropFirst(mark.count).prefix { $0 != " " }
            guard let known = zone(String(name)) else {
                throw invalid(500, "SCHEDULE_JOB", "provided bad location \(name): unknown time zone \(name)")
            }
            rules = known
            text = text.dropFirst(mark.count + name.count).drop { $0 == " " }
        }
        guard let cron = CronSchedule(String(text), in: rules) else {
            throw invalid(500, "SCHEDULE_JOB", "the schedule '\(schedule)' is not understood")
        }
        return cron
    }

    private static func repeats(_ value: SidecarJSON?, isPeriodic: Bool) throws(SidecarError) -> Int? {
        guard let value else { return nil }
        guard let count = value.whole, count >= 0 else {
            throw SidecarError(400, "ERR_MALFORMED_REQUEST", "'repeats' is no number of runs")
        }
        guard count <= 1 || isPeriodic else { throw invalid(500, "SCHEDULE_JOB", "repeats needs a schedule") }
        return count == 0 ? nil : count
    }

    private static func policy(_ value: SidecarJSON?) throws(SidecarError) -> SidecarFailurePolicy {
        guard let value else { return .standard }
        if value["drop"] != nil { return .drop }
        guard let interval = value["constant"]?["interval"]?.text.flatMap(GoDuration.parse) else {
            throw SidecarError(400, "ERR_MALFORMED_REQUEST", "'failurePolicy' is neither constant nor drop")
        }
        return .constant(interval: interval, maximumRetries: value["constant"]?["maxRetries"]?.whole)
    }
}

extension SidecarJob {
    /// The run after the one that was due at that instant; nil when the job runs once.
    package func nextRun(after instant: Timestamp) -> Timestamp? {
        period.map { instant + $0 } ?? cron?.next(after: instant)
    }
}

extension SidecarJob {
    /// The body of an answer to `GET`: the fields of the request that scheduled it, its data as a typed value.
    package func told(requestBody: [UInt8]) -> SidecarJSON {
        let asked = SidecarJSON(requestBody)
        var told: [String: SidecarJSON] = ["name": .string(name)]
        for field in ["schedule", "repeats", "ttl"] { told[field] = asked?[field] }
        told["dueTime"] = asked?["dueTime"] ?? asked?["due_time"]
        if let data = SidecarJSON(data) {
            told["data"] = .object(["@type": .string("type.googleapis.com/google.protobuf.Value"), "value": data])
        }
        told["failurePolicy"] = failurePolicy.told
        return .object(told)
    }
}

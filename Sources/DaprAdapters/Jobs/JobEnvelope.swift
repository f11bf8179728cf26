internal import CivilTime
internal import FoundationEssentials
internal import ServicePorts

/// What travels with a job, as its callback tells neither the due instant nor anything else of the schedule.
///
/// All of it is text: the scheduler keeps numbers as floating point.
struct JobEnvelope: Codable, Equatable {
    var dueAt: Timestamp
    var periodMilliseconds: String?
    /// Base64 of the job's payload.
    var payload: String

    init(_ job: Job) {
        dueAt = job.dueAt
        periodMilliseconds = job.period.map { "\($0.wholeMilliseconds)" }
        payload = Data(job.payload).base64EncodedString()
    }

    /// The trigger's due instant and payload; a job of another program is due now, with its data as payload.
    static func read(_ body: [UInt8], now: Timestamp) -> (dueAt: Timestamp, payload: [UInt8]) {
        guard let envelope = try? JSONCodec.decode(JobEnvelope.self, from: body),
            let payload = Data(base64Encoded: envelope.payload)
        else { return (now, body) }
        return (envelope.dueInstant(now: now), Array(payload))
    }

    /// The instant for which the latest run was due.
    ///
    /// A scheduler's clock may be a little ahead: a run that comes shortly before the next instant counts as that one.
    func dueInstant(now: Timestamp) -> Timestamp {
        guard let period = periodMilliseconds.flatMap(Int64.init), period > 0, now > dueAt else { return dueAt }
        let tolerance = min(1_000, period / 20)
        let passed = now.millisecondsSinceEpoch - dueAt.millisecondsSinceEpoch
        return dueAt.adding(milliseconds: (passed + tolerance) / period * period)
    }
}

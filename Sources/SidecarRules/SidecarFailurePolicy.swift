public import CivilTime

/// What the scheduler does when a job's callback fails.
public enum SidecarFailurePolicy: Sendable, Equatable {
    /// Tries again that long after the instant for which it was due, that often; nil tries for ever.
    case constant(interval: Duration, maximumRetries: Int?)
    /// Does not try again.
    case drop

    /// What a job has that names no policy: three retries, one second apart.
    public static let standard: SidecarFailurePolicy = .constant(interval: .seconds(1), maximumRetries: 3)

    /// When the run for that instant is tried again after so many failures; nil when it is given up.
    public func nextAttempt(after failures: Int, dueAt: Timestamp) -> Timestamp? {
        switch self {
        case .drop: return nil
        case .constant(let interval, let limit):
            if let limit, failures > limit { return nil }
            return dueAt + interval * failures
        }
    }
}

/// What the application's answer to a job's callback means.
public enum SidecarJobVerdict: Sendable, Equatable {
    /// The run is done.
    case done
    /// The run failed; the job's policy decides.
    case failed(reason: String)

    /// Success and 404 are done, whatever the body; everything else and no answer have failed.
    public init(_ response: SidecarResponse?) {
        guard let response else {
            self = .failed(reason: "the application did not answer")
            return
        }
        let isDone = response.isSuccess || response.status == 404
        self = isDone ? .done : .failed(reason: "the application answered \(response.status)")
    }

    /// Where the callback of a job goes.
    public static func path(ofJobNamed name: String) -> String {
        "/job/" + PercentCoding.encode(name)
    }
}

extension SidecarFailurePolicy {
    /// The policy as a job's description has it.
    package var told: SidecarJSON {
        switch self {
        case .drop: return .object(["drop": .object([:])])
        case .constant(let interval, let limit):
            var members: [String: SidecarJSON] = ["interval": .string(GoDuration.text(interval))]
            if let limit { members["maxRetries"] = .number("\(limit)") }
            return .object(["constant": .object(members)])
        }
    }
}

public import CivilTime

/// The port of durable timers.
///
/// Promises: a job runs at its due instant or later, never earlier, at least once; the same name again replaces it;
/// cancel; periodic jobs; the payload comes back. Does not promise: exactly once, a bound on lateness, or that a
/// cancel beats a trigger already in flight.
public protocol JobScheduler: Sendable {
    /// Stores the job, replacing one of the same name; returns when it is durable; throws `JobSchedulerError`.
    func schedule(_ job: Job) async throws

    /// Removes the job; succeeds when there is none; throws `JobSchedulerError`.
    func cancel(jobNamed name: String) async throws

    /// Starts handing triggers of jobs whose name begins with `prefix` to the handler; throws `JobSchedulerError`.
    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws
}

/// A durable timer.
public struct Job: Sendable, Equatable {
    /// Unique name; scheduling the same name again replaces the job.
    public var name: String
    /// When it first runs.
    public var dueAt: Timestamp
    /// Pause between later runs; nil runs once.
    public var period: Duration?
    /// Comes back with each trigger.
    public var payload: [UInt8]

    /// A job with every field given.
    public init(name: String, dueAt: Timestamp, period: Duration? = nil, payload: [UInt8]) {
        self.name = name
        self.dueAt = dueAt
        self.period = period
        self.payload = payload
    }
}

/// One run of a job.
public struct JobTrigger: Sendable, Equatable {
    /// The job's name.
    public let name: String
    /// The instant for which this run was due.
    public let dueAt: Timestamp
    /// The job's payload.
    public let payload: [UInt8]
    /// 1 for the first attempt at this run.
    public let attempt: Int

    /// A trigger with every field given.
    public init(name: String, dueAt: Timestamp, payload: [UInt8], attempt: Int) {
        self.name = name
        self.dueAt = dueAt
        self.payload = payload
        self.attempt = attempt
    }
}

/// What a handler says of one trigger.
public enum TriggerOutcome: Sendable, Equatable {
    /// Handled.
    case success
    /// Not handled now; trigger again after a pause.
    case retry(reason: String)
    /// Can never be handled; forget this run.
    case drop(reason: String)
}

/// Why a scheduler call failed.
public struct JobSchedulerError: Error, Sendable, Equatable {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// The scheduler could not be reached; nothing changed.
        case unavailable
        /// The outcome is unknown.
        case ambiguous
        /// The job can never be taken as it is.
        case invalid
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, for the operator.
    public let message: String

    /// An error of that kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

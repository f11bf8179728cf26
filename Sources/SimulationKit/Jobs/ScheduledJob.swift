internal import CivilTime
internal import ServicePorts
internal import SidecarRules

/// What ends a job besides its handling: nothing, unless it came through a sidecar.
struct JobLimits {
    /// What follows a failed run; nil tries for ever with growing pauses.
    var policy: SidecarFailurePolicy?
    /// Runs that are left; nil for no limit.
    var runs: Int?
    /// When a periodic job ends; nil for never.
    var expiresAt: Timestamp?
}

/// A job that the simulated scheduler holds.
final class ScheduledJob: @unchecked Sendable {
    var job: Job
    let number: Int
    var timer: WaitToken?
    var limits: JobLimits
    /// How often in a row nobody could hear of it when it was to run.
    var unheard = 0

    init(job: Job, number: Int, limits: JobLimits) {
        self.limits = limits
        self.job = job
        self.number = number
    }
}

/// A replica that handles triggers of jobs by prefix.
final class TriggerHandler: Sendable {
    typealias Perform = @Sendable (JobTrigger) async -> TriggerOutcome

    let prefix: String
    let environment: NodeEnvironment
    let perform: Perform

    init(prefix: String, environment: NodeEnvironment, perform: @escaping Perform) {
        self.prefix = prefix
        self.environment = environment
        self.perform = perform
    }
}

/// Passes on the first answer to a trigger; nil when its replica crashed.
final class TriggerAnswer: @unchecked Sendable {
    private var pass: ((TriggerOutcome?) -> Void)?

    init(_ pass: @escaping (TriggerOutcome?) -> Void) {
        self.pass = pass
    }

    func give(_ outcome: TriggerOutcome?) {
        pass?(outcome)
        pass = nil
    }
}

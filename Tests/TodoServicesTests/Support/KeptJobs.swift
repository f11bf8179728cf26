import ServicePorts
import Synchronization
import Testing

/// A scheduler that keeps jobs and never runs them by itself.
final class KeptJobs: JobScheduler {
    private let state = Mutex((jobs: [String: Job](), failure: JobSchedulerError.Code?.none))

    var jobs: [String: Job] { state.withLock(\.jobs) }

    func failNext(_ code: JobSchedulerError.Code) {
        state.withLock { $0.failure = code }
    }

    private func failIfScripted() throws {
        let code = state.withLock { state in
            defer { state.failure = nil }
            return state.failure
        }
        if let code { throw JobSchedulerError(code, "scripted") }
    }

    func schedule(_ job: Job) async throws {
        try failIfScripted()
        state.withLock { $0.jobs[job.name] = job }
    }

    func cancel(jobNamed name: String) async throws {
        try failIfScripted()
        state.withLock { $0.jobs[name] = nil }
    }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        Issue.record("no test set up triggers of \(prefix)")
    }
}

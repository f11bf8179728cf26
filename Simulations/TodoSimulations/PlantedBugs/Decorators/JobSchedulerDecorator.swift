internal import ServicePorts

/// A scheduler that passes every call on; planted bugs change jobs or hide failures.
struct JobSchedulerDecorator: JobScheduler {
    let base: any JobScheduler
    var onJob: @Sendable (inout Job) -> Void = { _ in }
    /// True lets nobody know that a job was not taken.
    var hidesFailures = false

    func schedule(_ job: Job) async throws {
        var job = job
        onJob(&job)
        do {
            try await base.schedule(job)
        } catch {
            if !hidesFailures { throw error }
        }
    }

    func cancel(jobNamed name: String) async throws { try await base.cancel(jobNamed: name) }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        try await base.handleTriggers(ofJobsPrefixed: prefix, handler: handler)
    }
}

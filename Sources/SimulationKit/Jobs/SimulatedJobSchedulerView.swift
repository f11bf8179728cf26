internal import ServicePorts

/// The simulated scheduler as one life of a node reaches it.
final class SimulatedJobSchedulerView: JobScheduler {
    private let scheduler: SimulatedJobScheduler
    private let environment: NodeEnvironment
    private static let errors = CallErrors(
        unavailable: { JobSchedulerError(.unavailable, $0) }, ambiguous: { JobSchedulerError(.ambiguous, $0) })

    init(scheduler: SimulatedJobScheduler, environment: NodeEnvironment) {
        self.scheduler = scheduler
        self.environment = environment
    }

    func schedule(_ job: Job) async throws {
        try await call("schedule") { try scheduler.schedule(job) }
    }

    func cancel(jobNamed name: String) async throws {
        try await call("cancel") { scheduler.remove(name) }
    }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        // Handlers are the replica's own routes: registering them does not leave it.
        try await environment.requireAlive()
        scheduler.handle(prefix: prefix, in: environment, handler)
        await environment.simulation.schedulingPoint()
    }

    private func call<Output>(_ name: StaticString, _ body: () throws -> Output) async throws -> Output {
        try await environment.call(name, of: .scheduler, errors: SimulatedJobSchedulerView.errors, body)
    }
}

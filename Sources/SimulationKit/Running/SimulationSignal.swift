/// Something in a durable part that nodes wait for, such as "there is more in the outbox"; it counts its changes.
public final class SimulationSignal: @unchecked Sendable {
    /// The simulation that it belongs to.
    public let simulation: Simulation
    /// Raised by one with every change.
    public private(set) var version: Int64 = 0
    private var waiting: [WaitToken] = []

    /// A signal that has not been raised yet.
    public init(_ simulation: Simulation) {
        self.simulation = simulation
    }

    /// Says that something has changed.
    public func raise() {
        version += 1
        let woken = waiting
        waiting = []
        for token in woken { simulation.wake(token, .due) }
    }

    /// Returns once the version is beyond the given one; throws `CancellationError` when cancelled, or `NodeCrashed`.
    public func wait(after version: Int64, in environment: NodeEnvironment) async throws {
        try await environment.requireAlive()
        await simulation.schedulingPoint()
        while self.version <= version {
            try Task.checkCancellation()
            guard environment.isAlive else { throw environment.crashed }
            let token = simulation.openWait("a signal", in: environment)
            waiting.append(token)
            let reason = await withTaskCancellationHandler {
                await simulation.suspend(token)
            } onCancel: {
                simulation.wake(token, .cancelled)
            }
            waiting.removeAll { $0 == token }
            guard reason != .crashed else { throw environment.crashed }
        }
    }
}

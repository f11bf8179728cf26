/// The caller's side of one invocation: the first of reply, broken connection and timeout counts.
final class PendingReply<Response: Sendable>: @unchecked Sendable {
    private let environment: NodeEnvironment
    private let deadline: Int64
    private var result: Result<Response, any Error>?
    private var token: WaitToken?

    init(_ environment: NodeEnvironment, timeout: Int64) {
        self.environment = environment
        let (sum, overflow) = environment.simulation.elapsedMicroseconds.addingReportingOverflow(max(0, timeout))
        deadline = overflow ? .max : sum
    }

    func give(_ result: Result<Response, any Error>) {
        guard self.result == nil else { return }
        self.result = result
        if let token { environment.simulation.wake(token, .due) }
    }

    /// Waits until the deadline; throws the failure given, the timeout, or `NodeCrashed`.
    func wait(orThrow timeout: some Error) async throws -> Response {
        let simulation = environment.simulation
        if result == nil {
            guard environment.isAlive else { throw environment.crashed }
            let left = deadline - simulation.elapsedMicroseconds
            let token = simulation.openWait("a reply", in: environment, after: max(0, left))
            self.token = token
            let reason = await simulation.suspend(token)
            guard reason == .due, environment.isAlive else { throw environment.crashed }
        }
        guard let result else { throw timeout }
        return try result.get()
    }
}

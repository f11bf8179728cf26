import ServicePorts
import Synchronization
import Testing

/// Calls the handlers that a test set up, after whatever the test wants to happen before each call.
final class ScriptedInvoker: ServiceInvoker, ServiceHost {
    private struct State {
        var handlers: [String: @Sendable (any Sendable) async throws -> any Sendable] = [:]
        var failures: [InvocationError] = []
        var before: (@Sendable (Int) async throws -> Void)?
        var calls = 0
    }

    private let state = Mutex(State())

    var callCount: Int { state.withLock(\.calls) }

    func failNext(_ failures: InvocationError...) {
        state.withLock { $0.failures = failures }
    }

    /// Does something before each call is answered; gets the number of the call, from 1.
    func beforeEachCall(_ body: @escaping @Sendable (Int) async throws -> Void) {
        state.withLock { $0.before = body }
    }

    func serve<Request, Response>(
        _ method: ServiceMethod<Request, Response>, handler: @escaping @Sendable (Request) async throws -> Response
    ) async throws {
        state.withLock { state in
            state.handlers[method.name] = { request in
                guard let request = request as? Request else { throw InvocationError.unavailable("wrong request") }
                return try await handler(request)
            }
        }
    }

    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        let (handler, before, failure, call) = state.withLock { state in
            state.calls += 1
            let failure = state.failures.isEmpty ? nil : state.failures.removeFirst()
            return (state.handlers[method.name], state.before, failure, state.calls)
        }
        try await before?(call)
        if let failure { throw failure }
        guard let answer = try await handler?(request) as? Response else {
            Issue.record("nobody set up \(method.name), which was called with \(request)")
            throw InvocationError.unavailable("nobody serves \(method.name)")
        }
        return answer
    }
}

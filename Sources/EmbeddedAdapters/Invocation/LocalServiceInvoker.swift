public import ServicePorts
internal import Synchronization

/// `ServiceInvoker` and `ServiceHost` within one process: a call runs the served handler directly.
public final class LocalServiceInvoker: ServiceInvoker, ServiceHost {
    private struct Key: Hashable {
        let service: String
        let name: String
    }

    private let clock: any WallClock
    private let handlers: Mutex<[Key: any Sendable]> = Mutex([:])

    /// An invoker without handlers, whose calls time out by that clock.
    public init(clock: any WallClock) {
        self.clock = clock
    }

    /// Answers calls of a method with the handler, in place of an earlier one.
    public func serve<Request, Response>(
        _ method: ServiceMethod<Request, Response>, handler: @escaping @Sendable (Request) async throws -> Response
    ) async throws {
        let key = Key(service: method.service, name: method.name)
        handlers.withLock { $0[key] = LocalHandler(call: handler) }
    }

    /// Runs the handler, which is cancelled when it takes longer than the timeout; throws `InvocationError`.
    public func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        let handler = try handler(of: method)
        let clock = clock
        return try await withThrowingTaskGroup(of: Response?.self) { group in
            group.addTask { try await LocalServiceInvoker.answer(of: handler, to: request) }
            group.addTask {
                try await clock.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw InvocationError.timeout(service: method.service, method: method.name)
            }
            return answer
        }
    }

    private func handler<Request, Response>(
        of method: ServiceMethod<Request, Response>
    ) throws -> LocalHandler<Request, Response> {
        let found = handlers.withLock { $0[Key(service: method.service, name: method.name)] }
        guard let found else {
            throw InvocationError.unavailable("no handler serves '\(method.name)' of '\(method.service)'")
        }
        guard let handler = found as? LocalHandler<Request, Response> else {
            throw InvocationError.unavailable(
                "'\(method.name)' of '\(method.service)' is served with other types than"
                    + " \(Request.self) and \(Response.self)"
            )
        }
        return handler
    }

    private static func answer<Request, Response>(
        of handler: LocalHandler<Request, Response>, to request: Request
    ) async throws -> Response {
        do {
            return try await handler.call(request)
        } catch let failure as ServiceFailure {
            throw InvocationError.refused(failure)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw InvocationError.unavailable("the handler failed: \(error)")
        }
    }
}

/// A served handler with its types, so that a call with other types is noticed.
private struct LocalHandler<Request: Sendable, Response: Sendable>: Sendable {
    let call: @Sendable (Request) async throws -> Response
}

public import ServicePorts

/// Calls between applications through their sidecars, and the serving side.
///
/// A method is served at `POST /<name>`; a refusal travels as status 422.
public struct DaprServiceInvoker: ServiceInvoker, ServiceHost {
    let client: DaprClient
    let callbacks: DaprCallbacks
    /// What the called application answers when it refuses.
    private static let refusalStatus = 422

    /// An invoker over that transport, whose own methods are called through `callbacks`.
    public init(transport: any DaprTransport, callbacks: DaprCallbacks) {
        client = DaprClient(transport: transport, timeout: .seconds(60))
        self.callbacks = callbacks
    }

    /// Calls a service once and awaits its answer; throws `InvocationError`.
    ///
    /// The body goes without its length, as sidecars repeat a call by themselves otherwise when the other one does not
    /// answer, which could turn one command into two.
    public func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        let path = "/v1.0/invoke/\(DaprPath.encode(method.service))/method/\(DaprPath.encode(method.name))"
        var sent = DaprRequest(
            .post, path, headers: ["content-type": "application/json"], body: try JSONCodec.encode(request))
        sent.isUnsized = true
        let label = "method '\(method.name)' of application '\(method.service)'"
        let response: DaprResponse
        do {
            response = try await client.send(sent, of: label, timeout: timeout)
        } catch let failure as DaprFailure {
            if failure.outcome == .unanswered(isTimeout: true) {
                throw InvocationError.timeout(service: method.service, method: method.name)
            }
            throw InvocationError.unavailable(failure.description)
        }
        return try DaprServiceInvoker.answer(in: response, DaprFailure(response, to: sent, of: label))
    }

    private static func answer<Response: Decodable>(
        in response: DaprResponse, _ failure: DaprFailure
    ) throws -> Response {
        if response.status == refusalStatus,
            let refusal = try? JSONCodec.decode(ServiceFailure.self, from: response.body)
        {
            throw InvocationError.refused(refusal)
        }
        guard response.isSuccess else { throw InvocationError.unavailable(failure.description) }
        do {
            return try JSONCodec.decode(Response.self, from: response.body)
        } catch {
            throw InvocationError.unavailable(
                "\(failure.call) (\(failure.component)): the answer cannot be decoded: \(error)")
        }
    }

    /// Answers calls of a method with the handler; a `ServiceFailure` that it throws reaches the caller as such.
    public func serve<Request, Response>(
        _ method: ServiceMethod<Request, Response>, handler: @escaping @Sendable (Request) async throws -> Response
    ) async throws {
        callbacks.serve("/" + DaprPath.encode(method.name)) { request in
            do {
                guard let value = try? JSONCodec.decode(Request.self, from: request.body) else {
                    throw ServiceFailure(
                        code: "invalid_request", message: "the request of method '\(method.name)' cannot be decoded")
                }
                return .json(try await handler(value))
            } catch let failure as ServiceFailure {
                return .json(failure, status: DaprServiceInvoker.refusalStatus)
            } catch {
                // What went wrong inside is for the log of this service, not for its callers.
                return DaprResponse(500, body: Array("the handler of method '\(method.name)' failed".utf8))
            }
        }
    }
}

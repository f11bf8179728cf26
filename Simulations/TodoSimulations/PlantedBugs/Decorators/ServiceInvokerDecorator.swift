internal import ServicePorts

/// An invoker that passes every call on; planted bugs change requests or answers.
struct ServiceInvokerDecorator: ServiceInvoker {
    let base: any ServiceInvoker
    var onRequest: @Sendable (any Sendable) -> any Sendable = { $0 }
    var onAnswer: @Sendable (_ request: any Sendable, _ answer: any Sendable) -> any Sendable = { $1 }
    /// An answer that is given without asking; nil asks.
    var answerUnasked: @Sendable (any Sendable) -> (any Sendable)? = { _ in nil }

    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response {
        if let answer = answerUnasked(request) as? Response { return answer }
        let request = (onRequest(request) as? Request) ?? request
        let answer = try await base.invoke(method, request, timeout: timeout)
        return (onAnswer(request, answer) as? Response) ?? answer
    }
}

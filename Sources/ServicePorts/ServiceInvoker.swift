/// A named operation of a service with typed request and response.
public struct ServiceMethod<Request: Codable & Sendable, Response: Codable & Sendable>: Sendable {
    /// Application id of the service, for example `backend-service`.
    public let service: String
    /// Name of the operation within it.
    public let name: String

    /// The operation of that name.
    public init(service: String, name: String) {
        self.service = service
        self.name = name
    }
}

/// The port of request and response between services.
///
/// Promises a typed answer, a typed failure, or a timeout. Does not promise that a timeout means "not done".
public protocol ServiceInvoker: Sendable {
    /// Calls a service and awaits its answer; throws `InvocationError`.
    func invoke<Request, Response>(
        _ method: ServiceMethod<Request, Response>, _ request: Request, timeout: Duration
    ) async throws -> Response
}

/// The serving side of `ServiceInvoker`.
public protocol ServiceHost: Sendable {
    /// Answers calls of a method with the handler; a `ServiceFailure` that it throws reaches the caller as such.
    func serve<Request, Response>(
        _ method: ServiceMethod<Request, Response>,
        handler: @escaping @Sendable (Request) async throws -> Response
    ) async throws
}

/// A refusal by the called service, as data.
public struct ServiceFailure: Error, Codable, Sendable, Equatable {
    /// Machine-readable kind, for example `not_found`.
    public let code: String
    /// What was wrong and what would be right.
    public let message: String

    /// A failure of that kind.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why an invocation gave no answer.
public enum InvocationError: Error, Sendable, Equatable {
    /// The called service refused.
    case refused(ServiceFailure)
    /// No answer in time; the call may have been carried out.
    case timeout(service: String, method: String)
    /// The service could not be reached; the call may have been carried out if the connection broke.
    case unavailable(String)
}

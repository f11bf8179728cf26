public import ServicePorts
public import TodoPorts

/// What a process without a database asks the backend of who may come in.
public struct BackendAccess: Sendable {
    private let invoker: any ServiceInvoker
    private let timeout: Duration

    /// Asks through that invoker; each request may take `timeout`.
    public init(invoker: any ServiceInvoker, timeout: Duration = .seconds(5)) {
        self.invoker = invoker
        self.timeout = timeout
    }

    /// The first revocations after a place; throws `InvocationError`.
    public func revocations(after place: RevocationPlace, limit: Int) async throws -> [Revocation] {
        let request = RevocationsSince(place: place, limit: limit)
        return try await invoker.invoke(BackendMethods.revocationsSince, request, timeout: timeout).revocations
    }

    /// The API token of that id; throws `InvocationError`.
    public func apiToken(_ id: String) async throws -> APIToken? {
        try await invoker.invoke(BackendMethods.readToken, .init(id: id), timeout: timeout).token
    }
}

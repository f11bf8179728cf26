/// The invocation interface: whom a request is for and what reaches it.
public struct SidecarInvocation: Sendable, Equatable {
    /// Application that is called.
    public let appID: String
    /// What it gets.
    public let request: SidecarRequest

    /// The invocation that `/v1.0/invoke/{app}/method/{path}` or `dapr-app-id` asks for; throws `SidecarError`.
    public init(_ request: SidecarRequest, from caller: String) throws(SidecarError) {
        var inner = request
        if let (app, path) = SidecarInvocation.target(in: request.path) {
            appID = app
            inner.path = path
        } else if let app = request.headers["dapr-app-id"], !app.isEmpty {
            appID = app
        } else {
            throw .unknownRoute
        }
        inner.headers["dapr-caller-app-id"] = caller
        inner.headers["dapr-callee-app-id"] = appID
        inner.headers["dapr-app-id"] = nil
        self.request = inner
    }

    /// What the caller is told when the called application could not be reached; what it answers passes unchanged.
    public static func unreachable(_ appID: String, _ cause: String) -> SidecarError {
        SidecarError(500, "ERR_DIRECT_INVOKE", "failed to invoke, id: \(appID), err: \(cause)")
    }

    /// What the sidecar does by itself when the other one is unreachable: a call may be carried out more than once.
    public static let builtInRetries: SidecarRetryPolicy = .constant(.seconds(1), maximumRetries: 3)

    private static func target(in path: String) -> (app: String, path: String)? {
        let parts = path.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: true)
        guard parts.count == 5, parts[0] == "v1.0", parts[1] == "invoke", parts[3] == "method" else { return nil }
        return (PercentCoding.decode(String(parts[2]), plusIsSpace: true), "/" + parts[4])
    }
}

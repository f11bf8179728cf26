/// The invocation interface: whom a request is for and what reaches it.
public struct SidecarInvocation: Sendable, Equatable {
    /// Application that is called.
    public let appID: String
    /// What it gets.
    public let request: SidecarRequest

    /// The invocation that `/v1.0/invoke/{app}/method/{path}`, `dapr-app-id` or credentials ask for; throws `SidecarError`.
    public init(_ request: SidecarRequest, from caller: String) throws(SidecarError) {
        var inner = request
        if let (app, path) = SidecarInvocation.target(in: request.path) {
            appID = app
            inner.path = path
        } else if let app = request.headers["dapr-app-id"], !app.isEmpty {
            appID = app
        } else if let app = SidecarInvocation.user(in: request.headers["authorization"]) {
            appID = app
            inner.headers["authorization"] = nil
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

    /// The application in `http://dapr-app-id:<app>@…`, which clients send as credentials.
    private static func user(in authorization: String?) -> String? {
        guard let authorization, authorization.hasPrefix("Basic ") else { return nil }
        let credentials = Base64.decode(String(authorization.dropFirst(6))).map { String(decoding: $0, as: UTF8.self) }
        guard let credentials, credentials.hasPrefix("dapr-app-id:") else { return nil }
        let app = String(credentials.dropFirst(12))
        return app.isEmpty ? nil : app
    }

    private static func target(in path: String) -> (app: String, path: String)? {
        let parts = path.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: true)
        guard parts.count == 5, parts[0] == "v1.0", parts[1] == "invoke", parts[3] == "method" else { return nil }
        return (PercentCoding.decode(String(parts[2]), plusIsSpace: true), "/" + parts[4])
    }
}

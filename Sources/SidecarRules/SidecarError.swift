/// A refusal or failure as the sidecar tells it: a status, a code, a message, and for newer interfaces a reason.
public struct SidecarError: Error, Sendable, Equatable {
    /// Status code.
    public let status: Int
    /// `errorCode` of the body.
    public let code: String
    /// `message` of the body.
    public let message: String
    /// `reason` in the details; nil for the older shape without details.
    public let reason: String?

    /// An error with every field given.
    public init(_ status: Int, _ code: String, _ message: String, reason: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.reason = reason
    }

    /// The answer that tells it.
    public var response: SidecarResponse {
        var members: [String: SidecarJSON] = ["errorCode": .string(code), "message": .string(message)]
        if let reason {
            let information: SidecarJSON = .object([
                "@type": .string("type.googleapis.com/google.rpc.ErrorInfo"), "domain": .string("dapr.io"),
                "reason": .string(reason),
            ])
            members["details"] = .array([information])
        }
        return .json(.object(members), status: status)
    }

    /// What an unknown path, a wrong method, or a publish without a topic gets: they count as an invocation of nobody.
    public static let unknownRoute: SidecarError = .init(
        404, "ERR_DIRECT_INVOKE", "failed getting app id either from the URL path or the header dapr-app-id")
}

/// Whether a request may speak to the sidecar at all.
public enum SidecarAccess {
    /// The refusal of a request without the sidecar's token, in plain text; nil when it may pass.
    ///
    /// Health may always be asked for, and without a token everybody may ask for everything.
    public static func refusal(of request: SidecarRequest, token: String?) -> SidecarResponse? {
        guard let token, request.headers["dapr-api-token"] != token else { return nil }
        if request.path == "/v1.0/healthz" || request.path == "/v1.0/healthz/outbound" { return nil }
        return SidecarResponse(
            401, headers: ["content-type": "text/plain"], body: Array("invalid api token".utf8))
    }
}

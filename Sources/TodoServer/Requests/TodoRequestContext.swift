public import Hummingbird
internal import Logging
internal import TodoDomain

/// What is known of a request beside the request itself.
public struct TodoRequestContext: RequestContext {
    /// What the framework keeps of it.
    public var coreContext: CoreRequestContextStorage
    /// Follows the request through every service; set by `RequestIdentity` before anything else runs.
    var correlationID: String
    /// W3C trace context of the caller, when there is one.
    var traceParent: String?
    /// Subject of the access token, once it has been checked.
    var user: UserID?

    /// The context of a request that nothing is known of yet.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        correlationID = ""
    }

    /// The largest body that is taken, in bytes.
    static let maximumBodyBytes = 64 * 1_024
}

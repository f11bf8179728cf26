public import Hummingbird
internal import Logging
internal import NIOCore
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
    /// Who asks, once the access token has been checked.
    var caller: Caller?
    /// Where the request comes from; set by `RequestOrigin`.
    var address: ClientAddress
    /// Where the connection is served.
    let eventLoop: any EventLoop

    /// The context of a request that nothing is known of yet.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        correlationID = ""
        eventLoop = source.channel.eventLoop
        address = ClientAddress(source.channel.remoteAddress)
    }

    /// The largest body that is taken, in bytes.
    static let maximumBodyBytes = 64 * 1_024
}

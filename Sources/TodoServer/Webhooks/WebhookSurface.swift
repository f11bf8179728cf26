public import TodoPorts

/// What webhooks stand on.
public struct WebhookSurface: Sendable {
    /// Keeps webhooks and their deliveries.
    public var store: any WebhookStore
    /// Finds the addresses of names, so that a URL which will never be used is refused at once.
    public var resolver: any HostResolver
    /// True where plain HTTP and addresses that are not public are let through, as for development.
    public var allowsPrivate: Bool
    /// Checks who asks.
    public var authenticator: Authenticator

    /// All parts.
    public init(
        store: any WebhookStore, resolver: any HostResolver, allowsPrivate: Bool, authenticator: Authenticator
    ) {
        self.store = store
        self.resolver = resolver
        self.allowsPrivate = allowsPrivate
        self.authenticator = authenticator
    }
}

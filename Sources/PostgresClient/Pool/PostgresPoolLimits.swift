/// How large a pool may become, and how long its parts live.
public struct PostgresPoolLimits: Sendable {
    /// The most connections at once.
    public var connections: Int
    /// The most requests that wait for one; further ones fail at once.
    public var waiting: Int
    /// The longest wait for a connection.
    public var waitTimeout: Duration
    /// A connection that nobody used for so long is closed.
    public var idleLifetime: Duration
    /// A connection is replaced after about so long, so that none stays with a server that others have left.
    public var lifetime: Duration

    /// Limits with every field given.
    public init(
        connections: Int = 16, waiting: Int = 4096, waitTimeout: Duration = .seconds(5),
        idleLifetime: Duration = .seconds(600), lifetime: Duration = .seconds(3600)
    ) {
        self.connections = max(1, connections)
        self.waiting = max(1, waiting)
        self.waitTimeout = waitTimeout
        self.idleLifetime = idleLifetime
        self.lifetime = lifetime
    }
}

/// How a pool is used at one moment.
public struct PostgresPoolUsage: Sendable, Equatable {
    /// Connections that stand.
    public var open: Int
    /// Connections that carry something out.
    public var busy: Int
    /// Connections in the making.
    public var connecting: Int
    /// Requests that wait for a connection.
    public var waiting: Int
}

/// How long a client waits.
public struct KafkaTimeouts: Sendable, Equatable {
    /// For brokers to answer when a subscription begins and for questions of operators.
    public var request: Duration
    /// For the brokers' acknowledgement of a published event, all tries together.
    public var delivery: Duration
    /// Silence after which the brokers take a member for dead and give its partitions to others.
    public var session: Duration
    /// Between two signs of life of a member; a third of the session at most.
    public var heartbeat: Duration
    /// For running handlers when a partition moves to another member, which waits that long.
    public var revocation: Duration

    /// Waits with every value given.
    public init(
        request: Duration = .seconds(10), delivery: Duration = .seconds(30), session: Duration = .seconds(45),
        heartbeat: Duration = .seconds(3), revocation: Duration = .seconds(20)
    ) {
        self.request = request
        self.delivery = delivery
        self.session = session
        self.heartbeat = heartbeat
        self.revocation = revocation
    }
}

/// Which faults exist in a run and how hard they are: rates per million, times in microseconds.
public struct FaultProfile: Sendable, Equatable {
    /// Shortest travel of a message, one way.
    public var latencyMinimumMicroseconds: Int64 = 100
    /// Longest travel of an ordinary message, one way.
    public var latencyMaximumMicroseconds: Int64 = 2_000

    /// Messages that travel slowly, per million.
    public var slowMessagesPerMillion: Int64 = 0
    /// Longest travel of a slow message.
    public var slowMessageMaximumMicroseconds: Int64 = 2_000_000
    /// Publishes that fail, per million; half of them are ambiguous.
    public var publishFailuresPerMillion: Int64 = 0
    /// Publishes that the broker takes twice, per million.
    public var duplicatePublishesPerMillion: Int64 = 0
    /// Acknowledged deliveries that come again at once, per million.
    public var duplicateDeliveriesPerMillion: Int64 = 0
    /// Deliveries after which a group's position moves back, per million.
    public var offsetRewindsPerMillion: Int64 = 0
    /// The furthest that a position moves back, in events.
    public var offsetRewindMaximumEvents: Int64 = 20
    /// Deliveries during which the partition moves, per million.
    public var rebalancesPerMillion: Int64 = 0
    /// Deliveries whose handler the broker gives up on, per million.
    public var stuckHandlersPerMillion: Int64 = 0
    /// Crashes per million scheduling decisions.
    public var crashesPerMillionDecisions: Int64 = 0
    /// Shortest time that a crashed node stays down.
    public var downtimeMinimumMicroseconds: Int64 = 50_000
    /// Longest time that a crashed node stays down.
    public var downtimeMaximumMicroseconds: Int64 = 30_000_000
    /// Crashes whose requests under way still arrive, per million.
    public var lateRequestsPerMillion: Int64 = 0
    /// Triggers that come late, per million.
    public var lateTriggersPerMillion: Int64 = 0
    /// The furthest that a trigger is late.
    public var triggerLatenessMaximumMicroseconds: Int64 = 60_000_000
    /// Handled triggers that come again, per million.
    public var duplicateTriggersPerMillion: Int64 = 0
    /// Calls to stores and schedulers that fail, per million; half of them are ambiguous.
    public var callFailuresPerMillion: Int64 = 0
    /// Invocations that lose their request or their reply, per million.
    public var invocationFailuresPerMillion: Int64 = 0
    /// Mean virtual time between two outages; 0 for none.
    public var outageIntervalMicroseconds: Int64 = 0
    /// Longest time that an outage lasts.
    public var outageMaximumMicroseconds: Int64 = 20_000_000
    /// The furthest that a node's clock is off, either way; 0 for right clocks.
    public var clockSkewMaximumMilliseconds: Int64 = 0
    /// Mean virtual time between two steps of some node's clock; 0 for none.
    public var clockStepIntervalMicroseconds: Int64 = 0

    /// No faults; messages take 0.1 to 2 milliseconds.
    public init() {}
}

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
    /// Mean virtual time between two links becoming slow; 0 for none.
    public var slowLinkIntervalMicroseconds: Int64 = 0
    /// Shortest time that a link is slow.
    public var slowLinkMinimumMicroseconds: Int64 = 1_000_000
    /// Longest time that a link is slow.
    public var slowLinkMaximumMicroseconds: Int64 = 30_000_000
    /// The most that a slow link adds to each travel, one way.
    public var slowLinkDelayMaximumMicroseconds: Int64 = 1_000_000

    /// Publishes that are refused, per million.
    public var publishFailuresPerMillion: Int64 = 0
    /// Publishes whose answer is lost, per million; half of them took effect.
    public var ambiguousPublishesPerMillion: Int64 = 0
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
    /// Shortest time after which the broker delivers to somebody else what a stuck handler has.
    public var stuckHandlerMinimumMicroseconds: Int64 = 100_000
    /// Longest time after which it does.
    public var stuckHandlerMaximumMicroseconds: Int64 = 10_000_000

    /// Crashes per million scheduling decisions.
    public var crashesPerMillionDecisions: Int64 = 0
    /// Shortest time that a crashed node stays down.
    public var downtimeMinimumMicroseconds: Int64 = 50_000
    /// Longest time that a crashed node stays down.
    public var downtimeMaximumMicroseconds: Int64 = 30_000_000
    /// Crashes whose requests under way still arrive, per million.
    public var lateRequestsPerMillion: Int64 = 0
    /// Mean virtual time between two pauses of some node; 0 for none.
    public var pauseIntervalMicroseconds: Int64 = 0
    /// Shortest time that a node stands still.
    public var pauseMinimumMicroseconds: Int64 = 100_000
    /// Longest time that a node stands still.
    public var pauseMaximumMicroseconds: Int64 = 10_000_000
    /// Boots of a process whose sidecar is not ready at first, per million.
    public var sidecarStartsPerMillion: Int64 = 0
    /// Shortest time that a sidecar takes to be ready.
    public var sidecarStartMinimumMicroseconds: Int64 = 100_000
    /// Longest time that a sidecar takes to be ready.
    public var sidecarStartMaximumMicroseconds: Int64 = 10_000_000

    /// Triggers that come late, per million.
    public var lateTriggersPerMillion: Int64 = 0
    /// The furthest that a trigger is late.
    public var triggerLatenessMaximumMicroseconds: Int64 = 60_000_000
    /// Handled triggers that come again, per million.
    public var duplicateTriggersPerMillion: Int64 = 0
    /// Mean virtual time between two absences of the scheduler; 0 for none.
    public var burstIntervalMicroseconds: Int64 = 0
    /// Shortest absence of the scheduler.
    public var burstMinimumMicroseconds: Int64 = 5_000_000
    /// Longest absence of the scheduler.
    public var burstMaximumMicroseconds: Int64 = 120_000_000
    /// Jobs of a burst that trigger twice, per million.
    public var burstDuplicatesPerMillion: Int64 = 0

    /// Calls to stores and schedulers that are refused, per million.
    public var callFailuresPerMillion: Int64 = 0
    /// Calls to stores and schedulers whose answer is lost, per million; half of them took effect.
    public var ambiguousCommitsPerMillion: Int64 = 0
    /// Conditional writes that lose on their own, per million; half of them took effect.
    public var etagConflictsPerMillion: Int64 = 0
    /// Invocations that lose their request or their reply, per million.
    public var invocationFailuresPerMillion: Int64 = 0

    /// Mean virtual time between two outages; 0 for none.
    public var outageIntervalMicroseconds: Int64 = 0
    /// Shortest time that an outage lasts.
    public var outageMinimumMicroseconds: Int64 = 500_000
    /// Longest time that an outage lasts.
    public var outageMaximumMicroseconds: Int64 = 20_000_000
    /// Mean virtual time between two partitions between nodes; 0 for none.
    public var partitionIntervalMicroseconds: Int64 = 0
    /// Shortest time that a partition lasts.
    public var partitionMinimumMicroseconds: Int64 = 500_000
    /// Longest time that a partition lasts.
    public var partitionMaximumMicroseconds: Int64 = 20_000_000

    /// The furthest that a node's clock is off, either way; 0 for right clocks.
    public var clockSkewMaximumMilliseconds: Int64 = 0
    /// Mean virtual time between two steps of some node's clock; 0 for none.
    public var clockStepIntervalMicroseconds: Int64 = 0
    /// Mean virtual time between two clocks beginning to drift; 0 for none.
    public var driftIntervalMicroseconds: Int64 = 0
    /// Shortest time that a clock drifts before it is set right.
    public var driftMinimumMicroseconds: Int64 = 10_000_000
    /// Longest time that a clock drifts before it is set right.
    public var driftMaximumMicroseconds: Int64 = 600_000_000
    /// The fastest drift, either way, in parts per million.
    public var driftMaximumPartsPerMillion: Int64 = 500

    /// Mean virtual time between two releases of reference data; 0 for none.
    public var releaseIntervalMicroseconds: Int64 = 0
    /// The longest that a node goes on with the data that it had.
    public var releaseLagMaximumMicroseconds: Int64 = 3_600_000_000

    /// No faults; messages take 0.1 to 2 milliseconds.
    public init() {}
}

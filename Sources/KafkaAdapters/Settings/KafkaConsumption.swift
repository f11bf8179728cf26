/// How much of a topic a subscription takes on at a time.
public struct KafkaConsumption: Sendable, Equatable {
    /// The most handlers of a subscription that run at the same time.
    public var concurrentHandlers: Int
    /// The most events of a partition that wait in memory; the partition is paused beyond.
    public var bufferedEvents: Int
    /// The most bytes of a partition's events that wait in memory; the partition is paused beyond.
    public var bufferedBytes: Int
    /// The most events that a partition may be read ahead of the oldest one that is not settled.
    public var eventsAhead: Int
    /// How long a position may lag behind what is settled; a crash delivers that much again.
    public var commitInterval: Duration

    /// Limits with every value given; each is at least 1.
    public init(
        concurrentHandlers: Int = 64, bufferedEvents: Int = 2_048, bufferedBytes: Int = 16 << 20,
        eventsAhead: Int = 20_000, commitInterval: Duration = .milliseconds(100)
    ) {
        self.concurrentHandlers = max(1, concurrentHandlers)
        self.bufferedEvents = max(1, bufferedEvents)
        self.bufferedBytes = max(1, bufferedBytes)
        self.eventsAhead = max(1, eventsAhead)
        self.commitInterval = commitInterval
    }
}

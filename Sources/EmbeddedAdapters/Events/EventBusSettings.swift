/// How the embedded bus works off its topics.
public struct EventBusSettings: Sendable, Equatable {
    /// The most handlers of a group that run at the same time.
    public var concurrentHandlers: Int
    /// The most events of a group whose bodies wait in memory.
    public var bufferedEvents: Int
    /// The most events that a group may be ahead of the oldest one that it has not settled.
    public var eventsAhead: Int
    /// How long a group's position may lag behind what it has settled; a crash delivers that much again.
    public var positionDelay: Duration
    /// Pause before trying again when the database fails.
    public var storagePause: Duration
    /// How long events are kept that every group has passed, and groups that nobody uses.
    public var retention: Duration

    /// Settings with every value given.
    public init(
        concurrentHandlers: Int = 64, bufferedEvents: Int = 1_024, eventsAhead: Int = 100_000,
        positionDelay: Duration = .milliseconds(25), storagePause: Duration = .seconds(1),
        retention: Duration = .seconds(7 * 86_400)
    ) {
        self.concurrentHandlers = max(1, concurrentHandlers)
        self.bufferedEvents = max(1, bufferedEvents)
        self.eventsAhead = max(1, eventsAhead)
        self.positionDelay = positionDelay
        self.storagePause = storagePause
        self.retention = retention
    }
}

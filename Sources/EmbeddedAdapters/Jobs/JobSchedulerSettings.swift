public import ServicePorts

/// How the embedded scheduler runs its jobs.
public struct JobSchedulerSettings: Sendable, Equatable {
    /// The most triggers that are being handled at the same time.
    public var concurrentTriggers: Int
    /// Pauses between attempts; attempts have no limit, whatever `maximumAttempts` says.
    public var retry: DeliveryRetryPolicy
    /// Pause before trying again when the database fails.
    public var storagePause: Duration
    /// The longest sleep at a stretch, after which a step of the wall clock is noticed.
    public var longestSleep: Duration

    /// Settings with every value given.
    public init(
        concurrentTriggers: Int = 64,
        retry: DeliveryRetryPolicy = .init(firstPause: .seconds(1), longestPause: .seconds(60)),
        storagePause: Duration = .seconds(1), longestSleep: Duration = .seconds(60)
    ) {
        self.concurrentTriggers = max(1, concurrentTriggers)
        self.retry = retry
        self.storagePause = storagePause
        self.longestSleep = longestSleep
    }
}

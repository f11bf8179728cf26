extension FaultFamily {
    /// Its rate per million in a profile; nil for families that strike by time or by decision count only.
    var rate: KeyPath<FaultProfile, Int64>? {
        switch self {
        case .slowMessages: \.slowMessagesPerMillion
        case .publishFailures: \.publishFailuresPerMillion
        case .ambiguousPublishes: \.ambiguousPublishesPerMillion
        case .duplicatePublishes: \.duplicatePublishesPerMillion
        case .duplicateDeliveries: \.duplicateDeliveriesPerMillion
        case .offsetRewinds: \.offsetRewindsPerMillion
        case .rebalances: \.rebalancesPerMillion
        case .stuckHandlers: \.stuckHandlersPerMillion
        case .lateRequests: \.lateRequestsPerMillion
        case .sidecarStarts: \.sidecarStartsPerMillion
        case .lateTriggers: \.lateTriggersPerMillion
        case .duplicateTriggers: \.duplicateTriggersPerMillion
        case .schedulerBursts: \.burstDuplicatesPerMillion
        case .callFailures: \.callFailuresPerMillion
        case .ambiguousCommits: \.ambiguousCommitsPerMillion
        case .etagConflicts: \.etagConflictsPerMillion
        case .invocationFailures: \.invocationFailuresPerMillion
        case .slowLinks, .crashes, .nodePauses, .outages, .partitions, .clockSkew, .clockDrift, .referenceData: nil
        }
    }

    /// How its episodes are drawn: mean time between two beginnings, shortest and longest life; nil for families
    /// that strike in an instant.
    var episode: EpisodeShape? {
        switch self {
        case .slowLinks:
            EpisodeShape(\.slowLinkIntervalMicroseconds, \.slowLinkMinimumMicroseconds, \.slowLinkMaximumMicroseconds)
        case .nodePauses:
            EpisodeShape(\.pauseIntervalMicroseconds, \.pauseMinimumMicroseconds, \.pauseMaximumMicroseconds)
        case .schedulerBursts:
            EpisodeShape(\.burstIntervalMicroseconds, \.burstMinimumMicroseconds, \.burstMaximumMicroseconds)
        case .outages:
            EpisodeShape(\.outageIntervalMicroseconds, \.outageMinimumMicroseconds, \.outageMaximumMicroseconds)
        case .partitions:
            EpisodeShape(
                \.partitionIntervalMicroseconds, \.partitionMinimumMicroseconds, \.partitionMaximumMicroseconds)
        case .clockDrift:
            EpisodeShape(\.driftIntervalMicroseconds, \.driftMinimumMicroseconds, \.driftMaximumMicroseconds)
        default: nil
        }
    }
}

/// Where a profile keeps how a family's episodes are drawn.
struct EpisodeShape {
    private let interval: KeyPath<FaultProfile, Int64>
    private let shortest: KeyPath<FaultProfile, Int64>
    private let longest: KeyPath<FaultProfile, Int64>

    init(
        _ interval: KeyPath<FaultProfile, Int64>, _ shortest: KeyPath<FaultProfile, Int64>,
        _ longest: KeyPath<FaultProfile, Int64>
    ) {
        self.interval = interval
        self.shortest = shortest
        self.longest = longest
    }

    /// Mean time between two beginnings; 0 for never.
    func interval(in profile: FaultProfile) -> Int64 {
        profile[keyPath: interval]
    }

    /// How long an episode lasts, in microseconds.
    func life(in profile: FaultProfile) -> ClosedRange<Int64> {
        let least = max(1, profile[keyPath: shortest])
        return least...max(least, profile[keyPath: longest])
    }
}

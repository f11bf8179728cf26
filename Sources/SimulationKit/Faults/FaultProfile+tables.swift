extension FaultProfile {
    private static let rate: ClosedRange<Int64> = 1_000...100_000
    private static let rareRate: ClosedRange<Int64> = 500...30_000
    private static let interval: ClosedRange<Int64> = 10_000_000...3_600_000_000
    private static let shortLife: ClosedRange<Int64> = 10_000...5_000_000
    private static let releaseInterval: ClosedRange<Int64> = 3_600_000_000...604_800_000_000
    private static let releaseLag: Int64 = 86_400_000_000

    static let networkFields: [Field] = [
        Field("latencyMinimumMicroseconds", \.latencyMinimumMicroseconds),
        Field("latencyMaximumMicroseconds", \.latencyMaximumMicroseconds, swarm: 500...200_000),
        Field("slowMessagesPerMillion", \.slowMessagesPerMillion, .slowMessages, swarm: rate),
        Field("slowMessageMaximumMicroseconds", \.slowMessageMaximumMicroseconds, swarm: 100_000...30_000_000),
        Field("slowLinkIntervalMicroseconds", \.slowLinkIntervalMicroseconds, .slowLinks, swarm: interval),
        Field("slowLinkMinimumMicroseconds", \.slowLinkMinimumMicroseconds, swarm: shortLife),
        Field("slowLinkMaximumMicroseconds", \.slowLinkMaximumMicroseconds, swarm: 1_000_000...300_000_000),
        Field("slowLinkDelayMaximumMicroseconds", \.slowLinkDelayMaximumMicroseconds, swarm: 10_000...10_000_000),
    ]

    static let busFields: [Field] = [
        Field("publishFailuresPerMillion", \.publishFailuresPerMillion, .publishFailures, swarm: rate),
        Field("ambiguousPublishesPerMillion", \.ambiguousPublishesPerMillion, .ambiguousPublishes, swarm: rate),
        Field("duplicatePublishesPerMillion", \.duplicatePublishesPerMillion, .duplicatePublishes, swarm: rate),
        Field("duplicateDeliveriesPerMillion", \.duplicateDeliveriesPerMillion, .duplicateDeliveries, swarm: rate),
        Field("offsetRewindsPerMillion", \.offsetRewindsPerMillion, .offsetRewinds, swarm: rareRate),
        Field("offsetRewindMaximumEvents", \.offsetRewindMaximumEvents, swarm: 1...200),
        Field("rebalancesPerMillion", \.rebalancesPerMillion, .rebalances, swarm: rareRate),
        Field("stuckHandlersPerMillion", \.stuckHandlersPerMillion, .stuckHandlers, swarm: rareRate),
        Field("stuckHandlerMinimumMicroseconds", \.stuckHandlerMinimumMicroseconds, swarm: shortLife),
        Field("stuckHandlerMaximumMicroseconds", \.stuckHandlerMaximumMicroseconds, swarm: 1_000_000...60_000_000),
    ]

    static let nodeFields: [Field] = [
        Field("crashesPerMillionDecisions", \.crashesPerMillionDecisions, .crashes, swarm: 5...2_000),
        Field("downtimeMinimumMicroseconds", \.downtimeMinimumMicroseconds, swarm: shortLife),
        Field("downtimeMaximumMicroseconds", \.downtimeMaximumMicroseconds, swarm: 100_000...300_000_000),
        Field("lateRequestsPerMillion", \.lateRequestsPerMillion, .lateRequests, swarm: 50_000...1_000_000),
        Field("pauseIntervalMicroseconds", \.pauseIntervalMicroseconds, .nodePauses, swarm: interval),
        Field("pauseMinimumMicroseconds", \.pauseMinimumMicroseconds, swarm: shortLife),
        Field("pauseMaximumMicroseconds", \.pauseMaximumMicroseconds, swarm: 100_000...60_000_000),
        Field("sidecarStartsPerMillion", \.sidecarStartsPerMillion, .sidecarStarts, swarm: 50_000...800_000),
        Field("sidecarStartMinimumMicroseconds", \.sidecarStartMinimumMicroseconds, swarm: shortLife),
        Field("sidecarStartMaximumMicroseconds", \.sidecarStartMaximumMicroseconds, swarm: 100_000...60_000_000),
    ]

    static let jobFields: [Field] = [
        Field("lateTriggersPerMillion", \.lateTriggersPerMillion, .lateTriggers, swarm: 10_000...500_000),
        Field(
            "triggerLatenessMaximumMicroseconds", \.triggerLatenessMaximumMicroseconds, swarm: 1_000_000...600_000_000),
        Field(
            "duplicateTriggersPerMillion", \.duplicateTriggersPerMillion, .duplicateTriggers, swarm: 10_000...500_000),
        Field(
            "burstIntervalMicroseconds", \.burstIntervalMicroseconds, .schedulerBursts,
            swarm: 60_000_000...7_200_000_000),
        Field("burstMinimumMicroseconds", \.burstMinimumMicroseconds, swarm: 1_000_000...30_000_000),
        Field("burstMaximumMicroseconds", \.burstMaximumMicroseconds, swarm: 10_000_000...600_000_000),
        Field("burstDuplicatesPerMillion", \.burstDuplicatesPerMillion, .schedulerBursts, swarm: 10_000...500_000),
    ]

    static let callFields: [Field] = [
        Field("callFailuresPerMillion", \.callFailuresPerMillion, .callFailures, swarm: rate),
        Field("ambiguousCommitsPerMillion", \.ambiguousCommitsPerMillion, .ambiguousCommits, swarm: rate),
        Field("etagConflictsPerMillion", \.etagConflictsPerMillion, .etagConflicts, swarm: rate),
        Field("invocationFailuresPerMillion", \.invocationFailuresPerMillion, .invocationFailures, swarm: rate),
    ]

    static let cutFields: [Field] = [
        Field("outageIntervalMicroseconds", \.outageIntervalMicroseconds, .outages, swarm: interval),
        Field("outageMinimumMicroseconds", \.outageMinimumMicroseconds, swarm: shortLife),
        Field("outageMaximumMicroseconds", \.outageMaximumMicroseconds, swarm: 1_000_000...120_000_000),
        Field("partitionIntervalMicroseconds", \.partitionIntervalMicroseconds, .partitions, swarm: interval),
        Field("partitionMinimumMicroseconds", \.partitionMinimumMicroseconds, swarm: shortLife),
        Field("partitionMaximumMicroseconds", \.partitionMaximumMicroseconds, swarm: 1_000_000...300_000_000),
    ]

    static let clockFields: [Field] = [
        Field("clockSkewMaximumMilliseconds", \.clockSkewMaximumMilliseconds, .clockSkew, swarm: 10...60_000),
        Field("clockStepIntervalMicroseconds", \.clockStepIntervalMicroseconds, .clockSkew, swarm: interval),
        Field("driftIntervalMicroseconds", \.driftIntervalMicroseconds, .clockDrift, swarm: interval),
        Field("driftMinimumMicroseconds", \.driftMinimumMicroseconds, swarm: 1_000_000...60_000_000),
        Field("driftMaximumMicroseconds", \.driftMaximumMicroseconds, swarm: 60_000_000...3_600_000_000),
        Field("driftMaximumPartsPerMillion", \.driftMaximumPartsPerMillion, swarm: 10...10_000),
    ]

    static let dataFields: [Field] = [
        Field("releaseIntervalMicroseconds", \.releaseIntervalMicroseconds, .referenceData, swarm: releaseInterval),
        Field("releaseLagMaximumMicroseconds", \.releaseLagMaximumMicroseconds, swarm: 1_000_000...releaseLag),
    ]
}

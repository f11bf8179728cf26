extension FaultProfile {
    /// No faults.
    public static let none: FaultProfile = .init()

    /// A little of everything that a good day in production has.
    public static let gentle: FaultProfile = {
        var profile = FaultProfile()
        profile.slowMessagesPerMillion = 5_000
        profile.slowLinkIntervalMicroseconds = 3_600_000_000
        profile.publishFailuresPerMillion = 1_000
        profile.ambiguousPublishesPerMillion = 1_000
        profile.duplicatePublishesPerMillion = 1_000
        profile.duplicateDeliveriesPerMillion = 5_000
        profile.offsetRewindsPerMillion = 500
        profile.rebalancesPerMillion = 500
        profile.stuckHandlersPerMillion = 500
        profile.crashesPerMillionDecisions = 20
        profile.lateRequestsPerMillion = 100_000
        profile.pauseIntervalMicroseconds = 3_600_000_000
        profile.pauseMaximumMicroseconds = 2_000_000
        profile.sidecarStartsPerMillion = 100_000
        profile.sidecarStartMaximumMicroseconds = 2_000_000
        profile.lateTriggersPerMillion = 20_000
        profile.duplicateTriggersPerMillion = 10_000
        profile.burstIntervalMicroseconds = 21_600_000_000
        profile.burstMaximumMicroseconds = 30_000_000
        profile.burstDuplicatesPerMillion = 50_000
        profile.callFailuresPerMillion = 500
        profile.ambiguousCommitsPerMillion = 500
        profile.etagConflictsPerMillion = 1_000
        profile.invocationFailuresPerMillion = 1_000
        profile.outageIntervalMicroseconds = 21_600_000_000
        profile.outageMaximumMicroseconds = 10_000_000
        profile.partitionIntervalMicroseconds = 21_600_000_000
        profile.partitionMaximumMicroseconds = 10_000_000
        profile.clockSkewMaximumMilliseconds = 200
        profile.driftIntervalMicroseconds = 3_600_000_000
        profile.driftMaximumPartsPerMillion = 50
        profile.releaseIntervalMicroseconds = 604_800_000_000
        return profile
    }()

    /// Every family at once and hard, yet such that a right system gets everything done once it is healed.
    public static let brutal: FaultProfile = {
        var profile = FaultProfile()
        profile.latencyMaximumMicroseconds = 50_000
        profile.slowMessagesPerMillion = 30_000
        profile.slowMessageMaximumMicroseconds = 10_000_000
        profile.slowLinkIntervalMicroseconds = 300_000_000
        profile.slowLinkMaximumMicroseconds = 60_000_000
        profile.slowLinkDelayMaximumMicroseconds = 3_000_000
        profile.publishFailuresPerMillion = 30_000
        profile.ambiguousPublishesPerMillion = 30_000
        profile.duplicatePublishesPerMillion = 30_000
        profile.duplicateDeliveriesPerMillion = 30_000
        profile.offsetRewindsPerMillion = 5_000
        profile.offsetRewindMaximumEvents = 50
        profile.rebalancesPerMillion = 30_000
        profile.stuckHandlersPerMillion = 10_000
        profile.crashesPerMillionDecisions = 500
        profile.downtimeMaximumMicroseconds = 120_000_000
        profile.lateRequestsPerMillion = 500_000
        profile.pauseIntervalMicroseconds = 300_000_000
        profile.pauseMaximumMicroseconds = 30_000_000
        profile.sidecarStartsPerMillion = 300_000
        profile.sidecarStartMaximumMicroseconds = 20_000_000
        profile.lateTriggersPerMillion = 200_000
        profile.triggerLatenessMaximumMicroseconds = 300_000_000
        profile.duplicateTriggersPerMillion = 200_000
        profile.burstIntervalMicroseconds = 3_600_000_000
        profile.burstDuplicatesPerMillion = 200_000
        profile.callFailuresPerMillion = 30_000
        profile.ambiguousCommitsPerMillion = 30_000
        profile.etagConflictsPerMillion = 30_000
        profile.invocationFailuresPerMillion = 30_000
        profile.outageIntervalMicroseconds = 300_000_000
        profile.outageMaximumMicroseconds = 60_000_000
        profile.partitionIntervalMicroseconds = 300_000_000
        profile.partitionMaximumMicroseconds = 60_000_000
        profile.clockSkewMaximumMilliseconds = 30_000
        profile.clockStepIntervalMicroseconds = 600_000_000
        profile.driftIntervalMicroseconds = 600_000_000
        profile.driftMaximumPartsPerMillion = 5_000
        profile.releaseIntervalMicroseconds = 21_600_000_000
        profile.releaseLagMaximumMicroseconds = 43_200_000_000
        return profile
    }()
}

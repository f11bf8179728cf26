extension FaultProfile {
    /// No faults.
    public static let none: FaultProfile = .init()

    /// A little of everything that a good day in production has.
    public static let gentle: FaultProfile = {
        var profile = FaultProfile()
        profile.slowMessagesPerMillion = 5_000
        profile.publishFailuresPerMillion = 2_000
        profile.duplicatePublishesPerMillion = 1_000
        profile.duplicateDeliveriesPerMillion = 5_000
        profile.offsetRewindsPerMillion = 500
        profile.rebalancesPerMillion = 500
        profile.stuckHandlersPerMillion = 500
        profile.crashesPerMillionDecisions = 20
        profile.lateRequestsPerMillion = 100_000
        profile.lateTriggersPerMillion = 20_000
        profile.duplicateTriggersPerMillion = 10_000
        profile.callFailuresPerMillion = 1_000
        profile.invocationFailuresPerMillion = 1_000
        profile.clockSkewMaximumMilliseconds = 200
        return profile
    }()

    /// A profile drawn from the seed: about half of the families exist, each as hard as the draw says.
    public static func swarm(_ seed: UInt64) -> FaultProfile {
        var profile = FaultProfile()
        var stream = RandomStream(seed: seed, name: StreamName("swarm"))
        profile.latencyMaximumMicroseconds = logarithmic(500...200_000, &stream)
        profile.slowMessageMaximumMicroseconds = logarithmic(100_000...30_000_000, &stream)
        profile.offsetRewindMaximumEvents = logarithmic(1...200, &stream)
        profile.downtimeMaximumMicroseconds = logarithmic(100_000...300_000_000, &stream)
        profile.triggerLatenessMaximumMicroseconds = logarithmic(1_000_000...600_000_000, &stream)
        profile.outageMaximumMicroseconds = logarithmic(1_000_000...120_000_000, &stream)
        for field in fields {
            guard let family = field.family else { continue }
            var draw = RandomStream(seed: seed, name: StreamName("swarm").child(field.name))
            let exists = RandomStream.coin(seed: seed, name: StreamName("swarm").child(family.rawValue))
            if exists { profile[keyPath: field.path] = logarithmic(range(of: field), &draw) }
        }
        // Rewinds must take back less than deliveries bring forward, or a group would never get anywhere.
        let sustainable = 500_000 / profile.offsetRewindMaximumEvents
        profile.offsetRewindsPerMillion = min(profile.offsetRewindsPerMillion, sustainable)
        return profile
    }

    /// From hardly noticeable to hard.
    private static func range(of field: Field) -> ClosedRange<Int64> {
        switch field.name {
        case "crashesPerMillionDecisions": 5...2_000
        case "lateRequestsPerMillion": 50_000...1_000_000
        case "lateTriggersPerMillion", "duplicateTriggersPerMillion": 10_000...500_000
        case "outageIntervalMicroseconds", "clockStepIntervalMicroseconds": 10_000_000...3_600_000_000
        case "clockSkewMaximumMilliseconds": 10...60_000
        case "offsetRewindsPerMillion", "rebalancesPerMillion", "stuckHandlersPerMillion": 500...30_000
        default: 1_000...100_000
        }
    }

    /// Each order of magnitude equally likely.
    private static func logarithmic(_ range: ClosedRange<Int64>, _ stream: inout RandomStream) -> Int64 {
        var top = range.lowerBound
        let doublings = range.upperBound / max(1, range.lowerBound)
        let steps = 64 - doublings.leadingZeroBitCount
        for _ in 0..<stream.index(below: max(1, steps)) { top = min(top * 2, range.upperBound) }
        return stream.number(in: top...min(top * 2, range.upperBound))
    }
}

extension RandomStream {
    fileprivate static func coin(seed: UInt64, name: StreamName) -> Bool {
        var stream = RandomStream(seed: seed, name: name)
        return stream.next() >> 63 == 1
    }
}

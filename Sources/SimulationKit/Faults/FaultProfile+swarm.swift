extension FaultProfile {
    /// A profile drawn from the seed: about half of the families exist, each as hard as the draw says.
    ///
    /// Each family and each number has a stream of its own, so that a new one moves no other.
    public static func swarm(_ seed: UInt64) -> FaultProfile {
        let root = StreamName("swarm")
        var profile = FaultProfile()
        for field in fields {
            guard let range = field.swarm else { continue }
            if let family = field.family, !RandomStream.coin(seed: seed, name: root.child(family.rawValue)) { continue }
            var stream = RandomStream(seed: seed, name: root.child(field.name))
            profile[keyPath: field.path] = logarithmic(range, &stream)
        }
        // Rewinds must take back less than deliveries bring forward, or a group would never get anywhere.
        let sustainable = 500_000 / max(1, profile.offsetRewindMaximumEvents)
        profile.offsetRewindsPerMillion = min(profile.offsetRewindsPerMillion, sustainable)
        // The scheduler must be there more often than not, or what needs it is given up after all attempts.
        if profile.burstIntervalMicroseconds > 0 {
            let sparse = profile.burstMaximumMicroseconds * 2
            profile.burstIntervalMicroseconds = max(profile.burstIntervalMicroseconds, sparse)
        }
        return profile
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

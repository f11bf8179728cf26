extension Simulation {
    /// The faults in force.
    public var faultProfile: FaultProfile { faults.profile }

    /// Puts another profile in force from now on; nodes that are down stay down until their drawn return.
    public func use(_ profile: FaultProfile) {
        faults.end()
        faults.use(profile)
        faults.begin()
    }

    /// Brings another release of reference data out, if the profile has any: no node has it yet.
    public func releaseReferenceData() {
        guard faults.profile.releaseIntervalMicroseconds > 0 else { return }
        newestReferenceDataRelease += 1
        counters.faults += 1
        hash.fold(UInt64(newestReferenceDataRelease) &+ 4_000)
        traceEvent("reference data", nil, "release \(newestReferenceDataRelease) is out")
    }

    /// Ends the safety phase: no fault strikes any more, cuts are mended, clocks are right, every
    /// node has the newest reference data, dead nodes boot.
    public func heal() {
        note("healed")
        use(faults.profile.healed)
        for node in nodes {
            node.clockOffsetMilliseconds = 0
            node.clockDriftPartsPerMillion = 0
            node.sidecarReadyAt = 0
            node.adopt(release: newestReferenceDataRelease)
            node.resume()
            node.start()
        }
    }

    /// Returns when the condition holds, looking again every `polling`; throws `.notSettled` after `limit`.
    public func settle(
        _ what: String, within limit: Duration, polling: Duration = .milliseconds(100),
        until condition: () async throws -> Bool
    ) async throws {
        let (sum, overflow) = elapsedMicroseconds.addingReportingOverflow(limit.wholeMicroseconds)
        let deadline = overflow ? Int64.max : sum
        while try await !condition() {
            guard elapsedMicroseconds < deadline else {
                throw failure(.notSettled, "after \(limit) still not so: \(what)", details: pendingWork())
            }
            try await clock.sleep(for: polling)
        }
    }
}

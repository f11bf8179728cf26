extension FaultInjector {
    /// Sets the faults that strike by time or by decision count going.
    func begin() {
        planCrash()
        planClockStep()
        planRelease()
        for family in FaultFamily.allCases { planEpisode(family) }
    }

    /// Stops everything that strikes on its own, and mends what lasts.
    func end() {
        for token in planned { simulation.wake(token, .cancelled) }
        planned = []
        while let first = lasting.first { mend(first.number) }
        simulation.nextCrashAt = .max
    }

    /// Gives a new node its clock and the reference data of the day.
    func greet(_ node: SimulatedNode) {
        node.clockOffsetMilliseconds = drawOffset()
        node.referenceDataRelease = simulation.newestReferenceDataRelease
    }

    /// How long the sidecar of a node that boots is not ready, in microseconds.
    func sidecarStart(of environment: NodeEnvironment) -> Int64 {
        guard strikes(.sidecarStarts, at: environment) else { return 0 }
        let shortest = max(0, profile.sidecarStartMinimumMicroseconds)
        return number(in: shortest...max(shortest, profile.sidecarStartMaximumMicroseconds), .sidecarStarts)
    }

    private func drawOffset() -> Int64 {
        let limit = max(0, profile.clockSkewMaximumMilliseconds)
        return number(in: -limit...limit, .clockSkew)
    }

    private func planCrash() {
        let rate = profile.crashesPerMillionDecisions
        guard rate > 0 else { return simulation.nextCrashAt = .max }
        let gap = max(1, exponential(mean: max(1, 1_000_000 / rate), .crashes))
        simulation.nextCrashAt = simulation.counters.decisions + Int(gap)
        simulation.nextCheck = min(simulation.nextCheck, simulation.nextCrashAt)
    }

    /// Crashes one of the nodes that are up, wherever it happens to be, and plans its return.
    func crashSomeNode() {
        let candidates = simulation.nodes.filter { $0.isUp && $0.isCrashable }
        if !candidates.isEmpty {
            let index = Int(number(in: 0...Int64(candidates.count - 1), .crashes))
            let shortest = max(0, profile.downtimeMinimumMicroseconds)
            let longest = max(shortest, profile.downtimeMaximumMicroseconds)
            let downtime = number(in: shortest...longest, .crashes)
            simulation.counters.faults += 1
            simulation.hash.fold(UInt64(index) &+ 2_000)
            candidates[index].crash()
            candidates[index].restart(afterMicroseconds: downtime)
        }
        planCrash()
    }

    private func planClockStep() {
        let mean = profile.clockStepIntervalMicroseconds
        guard mean > 0, profile.clockSkewMaximumMilliseconds > 0 else { return }
        let pause = exponential(mean: mean, .clockSkew)
        planned.append(simulation.plan("a step of a clock", after: pause) { [self] in stepSomeClock() })
    }

    private func stepSomeClock() {
        let nodes = simulation.nodes
        if !nodes.isEmpty {
            let node = nodes[Int(number(in: 0...Int64(nodes.count - 1), .clockSkew))]
            node.clockOffsetMilliseconds = drawOffset()
            simulation.counters.faults += 1
            simulation.traceEvent("clock step", node.environment, "now off by \(node.clockOffsetMilliseconds) ms")
        }
        planClockStep()
    }
}

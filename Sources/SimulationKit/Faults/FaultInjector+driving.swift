extension FaultInjector {
    /// Sets the faults that strike by time or by decision count going.
    func begin() {
        planCrash()
        planOutage()
        planClockStep()
    }

    /// Stops everything that strikes on its own.
    func end() {
        for token in planned { simulation.wake(token, .cancelled) }
        planned = []
        for (number, _) in outages { mend(number) }
        simulation.nextCrashAt = .max
    }

    /// Gives a new node its clock.
    func greet(_ node: SimulatedNode) {
        node.clockOffsetMilliseconds = drawOffset()
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

    private func planOutage() {
        let mean = profile.outageIntervalMicroseconds
        guard mean > 0 else { return }
        planned.append(
            simulation.plan("an outage", after: exponential(mean: mean, .outages)) { [self] in strikeOutage() })
    }

    /// Cuts a drawn node, part or link for a drawn time.
    private func strikeOutage() {
        let parts: [SimulatedPart] = [.bus, .state, .scheduler, .services, .secrets, .database]
        let extent = number(in: 0...2, .outages)
        let part = extent == 0 ? nil : parts[Int(number(in: 0...Int64(parts.count - 1), .outages))]
        let nodes = simulation.nodes
        let reachesNode = extent != 1 && !nodes.isEmpty
        let node = reachesNode ? nodes[Int(number(in: 0...Int64(nodes.count - 1), .outages))].name : nil
        let direction = Outage.Direction.allCases[Int(number(in: 0...2, .outages))]
        simulation.counters.faults += 1
        if node != nil || part != nil {
            let lasts = number(in: 1_000...max(1_000, profile.outageMaximumMicroseconds), .outages)
            let number = add(Outage(node: node, part: part, direction: direction))
            planned.append(simulation.plan("the end of an outage", after: lasts) { [self] in mend(number) })
        }
        planOutage()
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

extension FaultInjector {
    /// Cuts until mended; answers the number to mend it by.
    func add(_ outage: Outage) -> Int {
        outagesMade += 1
        outages.append((outagesMade, outage))
        simulation.traceEvent("outage", nil, "\(outagesMade): \(outage)")
        return outagesMade
    }

    func mend(_ number: Int) {
        guard let index = outages.firstIndex(where: { $0.number == number }) else { return }
        simulation.traceEvent("mended", nil, "\(number): \(outages[index].outage)")
        outages.remove(at: index)
    }

    /// True when a message of that direction between the environment's node and the part is lost.
    @inline(__always)
    func cuts(_ direction: Outage.Direction, _ environment: NodeEnvironment, _ part: SimulatedPart) -> Bool {
        guard !outages.isEmpty else { return false }
        return outages.contains { _, outage in
            (outage.node == nil || outage.node == environment.node?.name) && (outage.part == nil || outage.part == part)
                && (outage.direction == direction || outage.direction == .both)
        }
    }
}

extension Simulation {
    /// Cuts a node, a part or a link now; answers a number for `mend`.
    @discardableResult
    public func cut(_ outage: Outage) -> Int {
        faults.add(outage)
    }

    /// Mends one cut.
    public func mend(_ number: Int) {
        faults.mend(number)
    }
}

extension FaultInjector {
    /// Begins a fault that lasts until mended; answers the number to mend it by.
    func begin(_ fault: LastingFault) -> Int {
        lastingMade += 1
        lasting.append((lastingMade, fault))
        simulation.traceEvent("outage", nil, "\(lastingMade): \(fault)")
        switch fault {
        case .outage(let outage): outages.append((lastingMade, outage))
        case .slowLink(let link): slowLinks.append((lastingMade, link))
        case .pause(let environment): environment.node?.pause()
        case .drift(let node, let rate): node.clockDriftPartsPerMillion = rate
        }
        return lastingMade
    }

    func mend(_ number: Int) {
        guard let index = lasting.firstIndex(where: { $0.number == number }) else { return }
        let fault = lasting.remove(at: index).fault
        simulation.traceEvent("mended", nil, "\(number): \(fault)")
        switch fault {
        case .outage:
            outages.removeAll { $0.number == number }
            for action in simulation.mendActions { action() }
        case .slowLink: slowLinks.removeAll { $0.number == number }
        case .pause(let environment): if environment.isAlive { environment.node?.resume() }
        case .drift(let node, _): node.clockDriftPartsPerMillion = 0
        }
    }

    /// True when a message of that direction between the environment's node and the part is lost.
    @inline(__always)
    func cuts(_ direction: Outage.Direction, _ environment: NodeEnvironment, _ part: SimulatedPart) -> Bool {
        guard !outages.isEmpty else { return false }
        return outages.contains { $0.outage.cuts(direction, environment.node?.name, part) }
    }

    /// True when what goes from one node to another is lost, because of their own link or of a node's network.
    func cuts(from sender: NodeEnvironment, to receiver: NodeEnvironment) -> Bool {
        guard !outages.isEmpty else { return false }
        return cuts(.requests, sender, .services) || cuts(.replies, receiver, .services)
            || outages.contains { $0.outage.cuts(from: sender.node?.name, to: receiver.node?.name) }
    }

    /// True when no node at all can hear of the part.
    func isAway(_ part: SimulatedPart) -> Bool {
        guard !outages.isEmpty else { return false }
        return outages.contains { $0.outage.node == nil && $0.outage.cuts(.replies, nil, part) }
    }

    /// What the links in between add to a message's travel, in microseconds.
    func delay(_ environment: NodeEnvironment, _ part: SimulatedPart) -> Int64 {
        guard let name = environment.node?.name else { return 0 }
        return slowLinks.reduce(0) { sum, entry in
            let isConcerned = entry.link.node == name && (entry.link.part == nil || entry.link.part == part)
            return sum + (isConcerned ? entry.link.delayMicroseconds : 0)
        }
    }
}

extension Simulation {
    /// Cuts a node, a part or a link now; answers a number for `mend`.
    @discardableResult
    public func cut(_ outage: Outage) -> Int {
        faults.begin(.outage(outage))
    }

    /// Makes every message between the node and the part, or every part, slower by that much; answers a number for
    /// `mend`.
    @discardableResult
    public func slowDown(_ node: String, _ part: SimulatedPart? = nil, by delay: Duration) -> Int {
        let link = SlowLink(node: node, part: part, delayMicroseconds: max(0, delay.wholeMicroseconds))
        return faults.begin(.slowLink(link))
    }

    /// Mends one cut or slow link.
    public func mend(_ number: Int) {
        faults.mend(number)
    }
}

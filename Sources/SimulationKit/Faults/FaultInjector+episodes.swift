extension FaultInjector {
    /// Plans the next beginning of a family that lasts, if the profile has it.
    func planEpisode(_ family: FaultFamily) {
        guard let shape = family.episode, shape.interval(in: profile) > 0 else { return }
        let pause = exponential(mean: shape.interval(in: profile), family)
        planned.append(
            simulation.plan("an episode of faults", after: pause) { [self] in
                beginEpisode(family, shape)
                planEpisode(family)
            })
    }

    /// Begins a drawn fault and plans its end, after at least the family's shortest life.
    private func beginEpisode(_ family: FaultFamily, _ shape: EpisodeShape) {
        let lasts = number(in: shape.life(in: profile), family)
        guard let fault = drawFault(family) else { return }
        simulation.counters.faults += 1
        let number = begin(fault)
        simulation.hash.fold(UInt64(family.position) &+ 3_000)
        planned.append(simulation.plan("the end of an episode", after: lasts) { [self] in mend(number) })
    }

    private func drawFault(_ family: FaultFamily) -> LastingFault? {
        switch family {
        case .outages: .outage(drawOutage())
        case .partitions: drawPartition().map { .outage($0) }
        case .schedulerBursts: .outage(Outage(part: .scheduler))
        case .slowLinks: drawSlowLink().map { .slowLink($0) }
        case .nodePauses: drawNode(.nodePauses, where: { $0.canPause })?.environment.map { .pause($0) }
        case .clockDrift: drawDrift()
        default: nil
        }
    }

    private func drawNode(_ family: FaultFamily, where isFit: (SimulatedNode) -> Bool = { _ in true }) -> SimulatedNode?
    {
        let nodes = simulation.nodes.filter(isFit)
        return nodes.isEmpty ? nil : nodes[Int(number(in: 0...Int64(nodes.count - 1), family))]
    }

    private func drawDirection(_ family: FaultFamily) -> Outage.Direction {
        Outage.Direction.allCases[Int(number(in: 0...2, family))]
    }

    /// A node, a part, or the link between both.
    private func drawOutage() -> Outage {
        let extent = number(in: 0...2, .outages)
        let parts = SimulatedPart.all
        let part = parts[Int(number(in: 0...Int64(parts.count - 1), .outages))]
        let node = extent == 1 ? nil : drawNode(.outages)?.name
        // Without nodes there are parts only.
        return Outage(
            node: node, part: extent == 0 && node != nil ? nil : part, direction: drawDirection(.outages))
    }

    private func drawPartition() -> Outage? {
        guard let node = drawNode(.partitions),
            let peer = drawNode(.partitions, where: { $0 !== node })
        else { return nil }
        return Outage(node: node.name, peer: peer.name, direction: drawDirection(.partitions))
    }

    private func drawSlowLink() -> SlowLink? {
        guard let node = drawNode(.slowLinks) else { return nil }
        let parts = SimulatedPart.all
        let index = Int(number(in: 0...Int64(parts.count), .slowLinks))
        let longest = max(1_000, profile.slowLinkDelayMaximumMicroseconds)
        return SlowLink(
            node: node.name, part: index < parts.count ? parts[index] : nil,
            delayMicroseconds: number(in: 1_000...longest, .slowLinks))
    }

    private func drawDrift() -> LastingFault? {
        guard let node = drawNode(.clockDrift) else { return nil }
        let fastest = max(0, min(profile.driftMaximumPartsPerMillion, 500_000))
        return .drift(node, partsPerMillion: number(in: -fastest...fastest, .clockDrift))
    }
}

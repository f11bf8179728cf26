import CivilTime
import ServicePorts
import SimulationKit
import Testing

/// Drawn faults that last begin by their own stream, hold for at least their shortest life, and end.
@Suite("Episodes of faults")
struct EpisodeTests {
    private typealias Span = (number: Int, from: Int64, to: Int64, what: String)

    private static let switches: [(FaultFamily, @Sendable (inout FaultProfile) -> Void)] = [
        (.slowLinks, { $0.slowLinkIntervalMicroseconds = 20_000_000 }),
        (.nodePauses, { $0.pauseIntervalMicroseconds = 20_000_000 }),
        (.schedulerBursts, { $0.burstIntervalMicroseconds = 20_000_000 }),
        (.outages, { $0.outageIntervalMicroseconds = 20_000_000 }),
        (.partitions, { $0.partitionIntervalMicroseconds = 20_000_000 }),
        (.clockDrift, { $0.driftIntervalMicroseconds = 20_000_000 }),
    ]

    private static func lives(_ profile: inout FaultProfile) {
        profile.slowLinkMinimumMicroseconds = 2_000_000
        profile.slowLinkMaximumMicroseconds = 4_000_000
        profile.pauseMinimumMicroseconds = 2_000_000
        profile.pauseMaximumMicroseconds = 4_000_000
        profile.burstMinimumMicroseconds = 2_000_000
        profile.burstMaximumMicroseconds = 4_000_000
        profile.outageMinimumMicroseconds = 2_000_000
        profile.outageMaximumMicroseconds = 4_000_000
        profile.partitionMinimumMicroseconds = 2_000_000
        profile.partitionMaximumMicroseconds = 4_000_000
        profile.driftMinimumMicroseconds = 2_000_000
        profile.driftMaximumMicroseconds = 4_000_000
    }

    /// The episodes of ten minutes with three nodes that only beat.
    private static func spans(_ faults: FaultProfile) throws -> [Span] {
        let options = SimulationOptions(faults: faults, traceLevel: .events, traceCapacity: 10_000)
        let simulation = Simulation(seed: 6, options: options)
        try simulation.run { simulation in
            for number in 1...3 {
                simulation.addNode(named: "node-\(number)") { environment in
                    environment.spawn(named: "beat") {
                        while true { try await environment.clock.sleep(for: .seconds(1)) }
                    }
                }
            }
            try await simulation.clock.sleep(for: .seconds(600))
        }
        var open: [Int: TraceEntry] = [:]
        var spans: [Span] = []
        for entry in simulation.traceEntries where entry.kind == "outage" || entry.kind == "mended" {
            let number = try #require(Int(entry.text.prefix { $0 != ":" }))
            let what = String(entry.text.drop { $0 != ":" }.dropFirst(2))
            if entry.kind == "outage" {
                open[number] = entry
            } else if let begin = open.removeValue(forKey: number), entry.elapsedMicroseconds < 600_000_000 {
                spans.append((number, begin.elapsedMicroseconds, entry.elapsedMicroseconds, what))
            }
        }
        return spans
    }

    @Test("each family that lasts strikes again and again, and each time within its lives", arguments: 0..<6)
    func lasts(index: Int) throws {
        let (family, switchOn) = EpisodeTests.switches[index]
        var faults = FaultProfile.none
        EpisodeTests.lives(&faults)
        switchOn(&faults)
        #expect(faults.activeFamilies == [family])
        let spans = try EpisodeTests.spans(faults)
        #expect(spans.count > 10)
        #expect(spans.allSatisfy { (2_000_000...4_000_000).contains($0.to - $0.from) })
        #expect(Set(spans.map(\.what)).count > (family == .schedulerBursts ? 0 : 2))
        #expect(try EpisodeTests.spans(faults.without(family)).isEmpty)
    }

    @Test("episodes of one family are the same whether or not the others exist", arguments: 0..<6)
    func independence(index: Int) throws {
        var alone = FaultProfile.none
        EpisodeTests.lives(&alone)
        var together = alone
        EpisodeTests.switches[index].1(&alone)
        for (_, switchOn) in EpisodeTests.switches { switchOn(&together) }
        let expected = try EpisodeTests.spans(alone).map { "\($0.from) \($0.to) \($0.what)" }
        let found = Set(try EpisodeTests.spans(together).map { "\($0.from) \($0.to) \($0.what)" })
        #expect(expected.allSatisfy(found.contains), "\(EpisodeTests.switches[index].0)")
        #expect(found.count > expected.count)
    }
}

import ServicePorts
import SimulationKit
import Testing

/// Releases of reference data reach each node at a time of its own, and every node in the end.
@Suite("Releases of reference data")
struct ReferenceDataTests {
    private static let faults: FaultProfile = {
        var profile = FaultProfile()
        profile.releaseIntervalMicroseconds = 600_000_000
        profile.releaseLagMaximumMicroseconds = 300_000_000
        return profile
    }()

    @Test("nodes have different releases for a while, never older ones than before, and the newest once healed")
    func releases() throws {
        let simulation = Simulation(seed: 3, options: SimulationOptions(faults: Self.faults))
        try simulation.run { simulation in
            let nodes = (1...3).map { simulation.addNode(named: "node-\($0)") { _ in } }
            var last = [0, 0, 0]
            var disagreed = false
            for minute in 0..<120 {
                try await simulation.clock.sleep(for: .seconds(60))
                if minute % 10 == 0 { nodes[minute / 10 % 3].restart() }
                let releases = nodes.map(\.referenceDataRelease)
                #expect(zip(last, releases).allSatisfy { $0 <= $1 })
                #expect(releases.min() == simulation.oldestReferenceDataRelease)
                #expect(releases.allSatisfy { $0 <= simulation.newestReferenceDataRelease })
                disagreed = disagreed || Set(releases).count > 1
                last = releases
            }
            #expect(simulation.newestReferenceDataRelease > 3)
            #expect(disagreed)
            simulation.heal()
            #expect(simulation.oldestReferenceDataRelease == simulation.newestReferenceDataRelease)
            let late = simulation.addNode(named: "late") { _ in }
            #expect(late.referenceDataRelease == simulation.newestReferenceDataRelease)
        }
    }

    @Test("without the family there is one release only")
    func without() throws {
        let faults = Self.faults.without(.referenceData)
        let simulation = Simulation(seed: 3, options: SimulationOptions(faults: faults))
        try simulation.run { simulation in
            simulation.addNode(named: "node") { _ in }
            try await simulation.clock.sleep(for: .seconds(86_400))
            #expect(simulation.newestReferenceDataRelease == 0)
        }
        #expect(simulation.summary.faults == 0)
    }
}

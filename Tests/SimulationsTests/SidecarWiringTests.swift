import SimulationKit
import Testing
import TodoSimulations

@Suite("The full system over sidecars")
struct SidecarWiringTests {
    private func system(_ wiring: SystemWiring?) -> FullSystem {
        var system = FullSystem(users: 2, days: 1)
        system.wiring = wiring
        return system
    }

    @Test("keeps every invariant under drawn faults", arguments: UInt64(1)...5)
    func holdsUnderFaults(seed: UInt64) {
        let report = system(.sidecar).run(seed: seed)
        #expect(report.failure == nil, "simulate replay --wiring sidecar --users 2 --days 1 --seed \(seed)")
        #expect(report.commits > 30 && report.acknowledged > 30)
    }

    @Test("makes the same decisions for the same seed, and others than without sidecars")
    func isDeterministic() {
        let first = system(.sidecar).run(seed: 6)
        #expect(first.summary == system(.sidecar).run(seed: 6).summary)
        #expect(first.summary.decisionHash != system(.direct).run(seed: 6).summary.decisionHash)
    }

    @Test("is drawn for about a sixth of the seeds under drawn faults, and never otherwise")
    func draw() {
        let drawn = (UInt64(1)...300).count { system(nil).wiring(of: $0) == .sidecar }
        #expect((30...70).contains(drawn))
        #expect((UInt64(1)...50).allSatisfy { FullSystem(faults: .gentle).wiring(of: $0) == .direct })
        #expect((UInt64(1)...50).allSatisfy { system(.sidecar).wiring(of: $0) == .sidecar })
    }

    @Test("is among the arguments that repeat a run, and follows the bug that needs it")
    func arguments() throws {
        #expect(system(.sidecar).arguments.joined(separator: " ").contains("--wiring sidecar"))
        #expect(!system(nil).arguments.contains("--wiring"))
        let bug = try #require(PlantedBug.named("envelope-doubled"))
        #expect(bug.wiring == .sidecar)
        #expect(FullSystem(faults: .none, bug: bug).wiring(of: 1) == .sidecar)
        #expect(PlantedBug.named("canary")?.wiring == nil)
    }
}

import SimulationKit
import Testing
import TodoSimulations

@Suite("The full system")
struct FullSystemTests {
    @Test("keeps every invariant under drawn faults", arguments: UInt64(1)...8)
    func holdsUnderFaults(seed: UInt64) {
        let report = FullSystem().run(seed: seed)
        #expect(report.failure == nil, "simulate replay --seed \(seed)")
        #expect(report.commits > 50, "a run without changes proves nothing")
        #expect(report.acknowledged > 50, "a run without answers proves nothing")
    }

    @Test("has faults to live through")
    func faultsStrike() {
        let reports = (UInt64(1)...6).map { FullSystem().run(seed: $0) }
        #expect(reports.contains { $0.summary.crashes > 0 })
        #expect(reports.allSatisfy { $0.summary.faults >= 0 })
        #expect(reports.reduce(0) { $0 + $1.summary.faults } > 1_000)
        let quiet = FullSystem(faults: .none).run(seed: 1)
        #expect(quiet.summary.faults == 0)
        #expect(quiet.summary.crashes == 0)
        #expect(quiet.failure == nil)
    }

    @Test("makes the same decisions for the same seed and others for another", arguments: [UInt64(3), 8])
    func isDeterministic(seed: UInt64) {
        let first = FullSystem().run(seed: seed)
        let second = FullSystem().run(seed: seed)
        let other = FullSystem().run(seed: seed + 100)
        #expect(first.summary == second.summary)
        #expect(first.summary.decisionHash != other.summary.decisionHash)
    }

    @Test("decides the same whether it is traced or not")
    func tracingChangesNothing() {
        let silent = FullSystem().run(seed: 5)
        let traced = FullSystem(traceLevel: .events).run(seed: 5)
        #expect(silent.summary.decisionHash == traced.summary.decisionHash)
        #expect(silent.trace.isEmpty)
        #expect(!traced.trace.isEmpty)
    }

    @Test("does the same through the real JSON codec as without it")
    func codecIsTransparent() {
        let typed = FullSystem(usesRealCodec: false).run(seed: 4)
        let encoded = FullSystem(usesRealCodec: true).run(seed: 4)
        #expect(typed.failure == nil)
        #expect(encoded.failure == nil)
        #expect(typed.commits == encoded.commits)
    }
}

import SimulationKit
import Testing
import TodoSimulations

@Suite("Two runs of one seed")
struct DisagreementTests {
    @Test("agree when nothing escapes the seed", arguments: [UInt64(1), 2, 3])
    func agree(seed: UInt64) {
        let scenario = FullSystem(days: 1)
        #expect(scenario.run(seed: seed).disagreement(with: scenario.run(seed: seed)) == nil)
    }

    @Test("that made other decisions are told apart, with the place where they parted")
    func differ() throws {
        var scenario = FullSystem(days: 2)
        scenario.fifoExcept = DecisionSet.none
        let first = scenario.run(seed: 4)
        scenario.fifoExcept = DecisionSet([9_000...9_100])
        let second = scenario.run(seed: 4)
        let disagreement = try #require(first.disagreement(with: second))
        #expect(disagreement.name == "nondeterminism")
        #expect(disagreement.message.contains("between decisions 8192 and 12288"))
        #expect(second.disagreement(with: first) == disagreement)
    }
}

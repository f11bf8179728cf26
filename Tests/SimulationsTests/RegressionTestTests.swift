import Foundation
import SimulationKit
import Testing
import TodoSimulations

@Suite("Regression tests that the shrinker writes")
struct RegressionTestTests {
    @Test("are whole Swift files, with every setting of the scenario")
    func golden() throws {
        var scenario = FullSystem(users: 2, hours: 5, devices: 1, faults: .swarm)
        scenario.replicas = 3
        scenario.withoutFaults = [.crashes, .outages]
        scenario.softenedFaults = try #require(FaultSoftening(text: "callFailures=16"))
        scenario.fifoExcept = DecisionSet([12...13, 90...90])
        scenario.redraw = 3
        scenario.selection = CommandSelection(texts: ["user-1:2,7", "user-2:"])
        let test = RegressionTest(
            typeName: nil, scenario: scenario, seed: 7, invariant: "no lost change", story: ["1. something happens"])
        #expect(test.typeName == "NoLostChangeSeed7")
        #expect(test.text == RegressionTestTests.golden)
    }

    private static let golden = """
        import SimulationKit
        import Testing
        import TodoSimulations

        /// What was left of a failing run when it was made small.
        ///
        /// 1. something happens
        @Suite("Regression: no lost change, seed 7")
        struct NoLostChangeSeed7 {
            static let seed: UInt64 = 7

            static func scenario() throws -> FullSystem {
                var scenario = FullSystem(users: 2, hours: 5, devices: 1, faults: .swarm)
                scenario.replicas = 3
                scenario.withoutFaults = [
                    .crashes,
                    .outages,
                ]
                scenario.softenedFaults = try #require(FaultSoftening(text: "callFailures=16"))
                let decisions = [
                    "12...13,90"
                ]
                let exceptions = try #require(DecisionSet(text: decisions.joined()))
                scenario.fifoExcept = exceptions
                scenario.redraw = 3
                let texts = [
                    "user-1:2,7",
                    "user-2:",
                ]
                let selection = try #require(CommandSelection(texts: texts))
                scenario.selection = selection
                return scenario
            }

            @Test("every invariant holds on what was left of the seed")
            func holds() throws {
                let report = try NoLostChangeSeed7.scenario().run(seed: NoLostChangeSeed7.seed)
                #expect(report.failure == nil, "\\(report.failure?.description ?? "")")
                #expect(!report.steps.isEmpty, "nobody sent a command")
            }
        }

        """

    @Test("keep every line within the width of a line, however much is left of a run")
    func linesAreNarrow() {
        var scenario = FullSystem()
        scenario.fifoExcept = DecisionSet(numbers: (0..<80).map { $0 * 1_000 })
        scenario.selection = CommandSelection(users: [1], steps: (1...90).map { (1, $0) })
        let story = [String(repeating: "long ", count: 60)]
        let test = RegressionTest(typeName: "Long", scenario: scenario, seed: 1, invariant: "liveness", story: story)
        let lines = test.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 120 })
        #expect(lines.count > 30)
        #expect(lines.contains { $0.contains(",89,90") })
    }

    @Test("one of them, written by the program, fails with the bug that it was found with and holds without")
    func bites() throws {
        var scenario = try SuccessorPerDelivery.scenario()
        #expect(scenario.run(seed: SuccessorPerDelivery.seed).failure == nil)
        scenario.bug = PlantedBug.named("successor-per-delivery")
        #expect(scenario.run(seed: SuccessorPerDelivery.seed).failure?.name == "one successor")
    }

    @Test("take names of types and no other", arguments: [("Abc1", true), ("abc", false), ("A-b", false), ("", false)])
    func names(name: String, isName: Bool) {
        #expect(RegressionTest.isTypeName(name) == isName)
    }
}

import CivilTime
import SimulationKit
import Testing
import TodoSimulations

@Suite("Shrinking")
struct ShrinkingTests {
    @Test(
        "leaves few commands, which still break the same invariant, whenever they are run",
        arguments: ["successor-per-delivery", "foreign-fan-out", "reminder-outlives-completion"])
    func becomesSmall(name: String) throws {
        let scenario = FullSystem(days: 1, bug: PlantedBug.named(name))
        let original = scenario.run(seed: 3)
        let failure = try #require(original.failure)
        let shrunk = try #require(ScenarioShrinker.shrink(scenario, seed: 3))
        #expect(shrunk.report.failure?.name == failure.name)
        #expect((1...10).contains(shrunk.commandCount))
        #expect(shrunk.commandCount <= original.steps.count)
        #expect(shrunk.runs <= 1_500)
        let again = shrunk.scenario.run(seed: 3)
        #expect(again.failure == shrunk.report.failure)
        #expect(again.summary.decisionHash == shrunk.report.summary.decisionHash)
        let story = shrunk.story
        #expect(story.last?.contains("BROKEN: \(failure.name)") == true)
        #expect(story.contains { $0.contains("  user-1 ") || $0.contains("  user-2 ") || $0.contains("  user-3 ") })
        #expect(story.count <= 40)
        #expect(story.contains { $0.contains("stored as change 1 of user-") })
        #expect(!story.contains { $0.contains("#1") }, "a person knows nodes by their names")
    }

    @Test("has nothing to do where every invariant holds")
    func soundSystemIsLeftAlone() {
        #expect(ScenarioShrinker.shrink(FullSystem(days: 1), seed: 1) == nil)
    }

    @Test("stops at its limit of runs and keeps what it has")
    func limitHolds() throws {
        let scenario = FullSystem(days: 1, bug: PlantedBug.named("successor-per-delivery"))
        let shrunk = try #require(ScenarioShrinker.shrink(scenario, seed: 3, runLimit: 3))
        #expect(shrunk.runs <= 3)
        #expect(shrunk.report.failure?.name == "one successor")
    }

    @Test("lets jobs go in turn where the failure needs no other order")
    func scheduleBecomesSmall() throws {
        let scenario = FullSystem(days: 1, faults: .none, bug: PlantedBug.named("successor-per-delivery"))
        let shrunk = try #require(ScenarioShrinker.shrink(scenario, seed: 1))
        #expect(shrunk.scenario.fifoExcept == DecisionSet.none)
        #expect(shrunk.dimensions.contains("schedule uniform → each job in its turn"))
        #expect(shrunk.replayCommand.contains("--fifo-except none"))
    }

    @Test("leaves only the faults that the failure needs")
    func faultsBecomeSmall() throws {
        let scenario = FullSystem(days: 1, bug: PlantedBug.named("acknowledged-before-commit"))
        let seed = try #require((UInt64(1)...20).first { scenario.run(seed: $0).failure != nil })
        let shrunk = try #require(ScenarioShrinker.shrink(scenario, seed: seed))
        let before = scenario.faultProfile(of: seed).activeFamilies
        let left = shrunk.scenario.faultProfile(of: seed).activeFamilies
        #expect(left.count < before.count)
        #expect(!left.isEmpty, "without a failed commit nothing is lost")
    }

    @Test("leaves a command out without moving the others")
    func commandsAreIndependent() throws {
        let scenario = FullSystem(users: 1, days: 1, faults: .none)
        let all = scenario.run(seed: 2).steps
        #expect(all.count > 20)
        let kept = all.filter { $0.number != 3 }
        var smaller = scenario
        smaller.selection = CommandSelection(users: [1], steps: kept.map { ($0.user, $0.number) })
        let remaining = smaller.run(seed: 2).steps
        #expect(remaining.map(\.number) == kept.map(\.number))
        // A command that follows at once may have waited for the answer to the one that is gone.
        let moves = zip(remaining, kept).map { abs($0.time.duration(since: $1.time).components.seconds) }
        #expect(moves.allSatisfy { $0 == 0 })
        #expect(all.contains { $0.number == 3 })
    }

    @Test("draws schedule and faults anew under the same workload when asked")
    func redrawKeepsWorkload() {
        var scenario = FullSystem(users: 1, days: 1, faults: .gentle)
        let first = scenario.run(seed: 2)
        scenario.redraw = 1
        let second = scenario.run(seed: 2)
        #expect(first.steps.map(\.number) == second.steps.map(\.number))
        #expect(first.summary.decisionHash != second.summary.decisionHash)
        #expect(second.failure == nil)
    }

    @Test("finds the elements that a failure needs and no other")
    func deltaDebugging() {
        var calls = 0
        let needed = DeltaDebugging.smallest(of: Array(1...200)) { elements in
            calls += 1
            return elements.contains(17) && elements.contains(161)
        }
        #expect(needed == [17, 161])
        #expect(calls < 100)
        #expect(DeltaDebugging.smallest(of: [1, 2, 3]) { _ in true }.isEmpty)
        #expect(DeltaDebugging.smallest(of: [1, 2, 3]) { $0.count == 3 } == [1, 2, 3])
    }

    @Test("reads a selection of commands from its own text")
    func selectionText() throws {
        let selection = try #require(CommandSelection(texts: ["user-3:7,2", "user-1:"]))
        #expect(selection.texts == ["user-1:", "user-3:2,7"])
        #expect(CommandSelection(texts: selection.texts) == selection)
    }

    @Test(
        "refuses a selection that names no commands of users",
        arguments: [
            ["user-1"], ["1:2"], ["user-0:1"], ["user-1:x"], ["user-1:0"], ["user-1:1,"], ["user-1:1", "user-1:2"],
        ])
    func badSelection(texts: [String]) {
        #expect(CommandSelection(texts: texts) == nil)
    }
}

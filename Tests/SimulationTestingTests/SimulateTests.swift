import ServicePorts
import SimulationKit
import SimulationTesting
import Testing

/// What `simulate` makes of systems that work and of systems that do not.
@Suite("Simulate")
struct SimulateTests {
    @Test("a system that works passes with every seed of a parameterised test", arguments: Seeds(1...20))
    func passesEachSeed(seed: Seed) throws {
        try simulate(seed) { world in
            let counted = world.always("the counter never goes back")
            let lost = world.sometimes("a write had to be repeated")
            let counter = StoredCounter(world, writesSafely: true)
            for expected in 1...20 {
                lost(try await counter.add() > 1)
                counted(counter.value == expected, "\(counter.value) after \(expected)")
            }
            try await world.eventually("the store can be read") { try await counter.read() == 20 }
        }
    }

    @Test("a system that works passes over a range of seeds")
    func passesRange() async throws {
        try await simulate(seeds: 1...20, steps: { random in (0..<10).map { _ in random.below(3) } }) { world, steps in
            #expect(steps.count == 10)
            let counter = StoredCounter(world, writesSafely: true)
            for _ in steps { _ = try await counter.add() }
            world.always("every step counts", counter.value == 10)
        }
    }

    @Test("a bug is found, told with the lowest seed, and shrunk to the steps and faults that it needs")
    func findsAndShrinks() async throws {
        let failure = try #require(await failureOfRange(writesSafely: false))
        #expect(failure.assertion == "always \"every addition counts once\"")
        #expect(failure.steps == ["add"])
        #expect(failure.stepsBefore == 30)
        #expect(failure.faults.activeFamilies == [.ambiguousCommits])
        #expect(failure.familiesBefore > 1)
        #expect(failure.message.contains("SimulateTests.swift:"))
        #expect(failure.description.contains("step 1: add"))
        #expect(!failure.description.contains("step 2"))
        #expect(failure.description.contains("faults: ambiguousCommits\n"))
        #expect(failure.events.contains { $0.text == "ambiguousCommits" })
        #expect(failure.events.count <= 20)
        #expect(
            failure.replay.hasPrefix("SIMULATION_SEED=\(failure.seed) swift test --filter 'SimulationTestingTests."))
        #expect(failure.replay.hasSuffix("SimulateTests/findsAndShrinks'"))
        #expect(failure.description.hasSuffix(failure.replay))
        let again = try #require(await failureOfRange(writesSafely: false))
        #expect(again.description == failure.description)
        #expect(try await failureOfRange(writesSafely: true) == nil)
    }

    private func failureOfRange(writesSafely: Bool) async throws -> SimulationTestFailure? {
        do {
            let steps: @Sendable (SimulationRandom) -> [Step] = { random in
                (0..<30).map { _ in random.below(4) == 0 ? .look : .add }
            }
            try await simulate(seeds: 1...200, steps: steps) { world, steps in
                let counter = StoredCounter(world, writesSafely: writesSafely)
                for step in steps {
                    switch step {
                    case .add: _ = try await counter.add()
                    case .look: _ = try? await counter.read()
                    }
                }
                let additions = steps.count { $0 == .add }
                world.always("every addition counts once", counter.value == additions, "\(counter.value)")
            }
            return nil
        } catch let failure as SimulationTestFailure {
            return failure
        }
    }

    private enum Step: Sendable {
        case add, look
    }

    @Test("the first failing seed of a parameterised test is told at length, the others briefly")
    func tellsOnce() throws {
        let failures = Seeds(1...3).map { seed in
            #expect(throws: SimulationTestFailure.self) {
                try simulate(seed, steps: { _ in [1, 2, 3] }) { world, steps in
                    world.always("there is no two", !steps.contains(2))
                }
            }
        }
        #expect(failures.map { $0?.steps } == [["2"], ["1", "2", "3"], ["1", "2", "3"]])
        #expect(failures.map { $0?.seed } == [1, 2, 3])
    }

    @Test("the user's own command replaces the usual one")
    func ownCommand() throws {
        let options = SimulationTestOptions(shrinks: false, replayCommand: { "make seed SEED=\($0)" })
        let failure = try #require(
            #expect(throws: SimulationTestFailure.self) {
                try simulate(Seeds(4...4)[0], options: options) { $0.unreachable("the first line") }
            })
        #expect(failure.replay == "make seed SEED=4")
        #expect(failure.assertion == "unreachable \"the first line\"")
        #expect(failure.shrinkingRuns == 0)
    }

    @Test("each seed draws its schedule, unless all of them are to have the same")
    func schedules() throws {
        func schedules(draws: Bool) -> Set<String> {
            let options = SimulationTestOptions(drawsSchedule: draws, shrinks: false)
            return Set(
                Seeds(1...30).compactMap { seed in
                    #expect(throws: SimulationTestFailure.self) {
                        try simulate(seed, options: options) { $0.unreachable("the first line") }
                    }?.schedule
                })
        }
        #expect(schedules(draws: true).count > 2)
        #expect(schedules(draws: false) == ["uniform"])
    }
}

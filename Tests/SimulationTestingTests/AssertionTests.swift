import CivilTime
import SimulationKit
import SimulationTesting
import Testing

/// What each assertion demands, and that one which nobody reaches is a failure.
@Suite("Assertions")
struct AssertionTests {
    private func complaints(
        _ seeds: ClosedRange<UInt64> = 1...5, _ body: @escaping @Sendable (World) async throws -> Void
    ) async throws -> [String] {
        do {
            try await simulate(seeds: seeds, faults: .none, body)
            return []
        } catch let unreached as UnreachedAssertions {
            #expect(unreached.seedCount == seeds.count)
            return unreached.complaints
        }
    }

    @Test("an assertion that is named but never reached fails the test, whatever its kind")
    func unreached() async throws {
        let complaints = try await complaints { world in
            let never = world.always("nobody looks")
            let seldom = world.sometimes("the seed is odd and even")
            if world.simulation.seed > 100 { never(true) }
            seldom(false)
        }
        #expect(
            complaints == [
                "always \"nobody looks\": never looked at",
                "sometimes \"the seed is odd and even\": looked at 5 times, and true in none of them",
            ])
    }

    @Test("one seed that reaches an assertion is enough for all of them")
    func oneIsEnough() async throws {
        let complaints = try await complaints { world in
            let once = world.sometimes("the third seed")
            let looked = world.always("looked at in the fourth seed")
            once(world.simulation.seed == 3)
            if world.simulation.seed == 4 { looked(true) }
        }
        #expect(complaints.isEmpty)
    }

    @Test("the seed of a parameterised test that is done last tells what none of them reached")
    func lastSeedTells() throws {
        let seeds = Seeds(1...3)
        func run(_ seed: Seed) throws {
            try simulate(seed, faults: .none) { $0.sometimes("never", false) }
        }
        try run(seeds[2])
        try run(seeds[0])
        #expect(throws: UnreachedAssertions.self) { try run(seeds[1]) }
    }

    @Test("a broken always ends the run where it broke")
    func always() throws {
        let reached = Box(0)
        let failure = try #require(
            #expect(throws: SimulationTestFailure.self) {
                try simulate(Seeds(1...1)[0], faults: .none, options: .init(shrinks: false)) { world in
                    for number in 1...5 {
                        try await world.simulation.clock.sleep(for: .seconds(1))
                        world.always("below three", number < 3, "it is \(number)")
                        reached.value = number
                    }
                }
            })
        #expect(failure.assertion == "always \"below three\"")
        #expect(failure.message.hasPrefix("it is 3 (AssertionTests.swift:"))
        #expect(failure.time.rfc3339 == "2026-01-01T00:00:03Z")
        #expect(reached.value == 3)
    }

    @Test("eventually ends the faults, waits on virtual time, and fails after its limit")
    func eventually() async throws {
        try await simulate(seeds: 1...5, faults: .swarm) { world in
            let start = world.simulation.elapsed
            try await world.eventually("ten seconds have passed") {
                world.simulation.elapsed - start >= .seconds(10) && world.simulation.faultProfile.activeFamilies.isEmpty
            }
        }
        let failure = try await #require(
            #expect(throws: SimulationTestFailure.self) {
                try await simulate(seeds: 1...5) { world in
                    try await world.eventually("never so", within: .seconds(30)) { false }
                }
            })
        #expect(failure.seed == 1)
        #expect(failure.assertion == "eventually \"never so\"")
        #expect(failure.time.rfc3339 >= "2026-01-01T00:00:30Z")
        #expect(failure.faults.activeFamilies.isEmpty)
    }

    @Test("an error that the body throws, and a deadlock, are failures with their names")
    func otherFailures() throws {
        struct Unexpected: Error {}
        let thrown = #expect(throws: SimulationTestFailure.self) {
            try simulate(Seeds(1...1)[0]) { _ in throw Unexpected() }
        }
        #expect(thrown?.assertion == "error Unexpected")
        let stuck = #expect(throws: SimulationTestFailure.self) {
            try simulate(Seeds(1...1)[0], faults: .none) { world in
                try await SimulationSignal(world.simulation).wait(after: 0, in: world.simulation.outside)
            }
        }
        #expect(stuck?.assertion == "deadlock")
        #expect(stuck?.message.contains("waits for a signal") == true)
    }

    @Test("a run that depends on what is outside the simulation is told apart from one that fails")
    func determinism() throws {
        let runs = Box(0)
        func run(checks: Bool) throws {
            try simulate(Seeds(1...1)[0], faults: .none, options: .init(checksDeterminism: checks)) { world in
                runs.value += 1
                world.simulation.note("run \(runs.value)")
                for _ in 0..<runs.value { try await world.simulation.clock.sleep(for: .seconds(1)) }
            }
        }
        let failure = #expect(throws: SimulationTestFailure.self) { try run(checks: true) }
        #expect(failure?.assertion == "determinism")
        #expect(failure?.message.contains("run 3") == true && failure?.message.contains("run 4") == true)
        try run(checks: false)
    }

    @Test("an expectation inside the body belongs to the test that runs it")
    func expectation() {
        let options = SimulationTestOptions(checksDeterminism: false)
        withKnownIssue {
            try simulate(Seeds(1...1)[0], faults: .none, options: options) { _ in #expect(Bool(false)) }
        }
    }
}

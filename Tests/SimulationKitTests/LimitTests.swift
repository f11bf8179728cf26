import ServicePorts
import SimulationKit
import Testing

@Suite("Failures of a run")
struct LimitTests {
    @Test("a deadlock is found and names the seed, the tasks and what they wait for")
    func deadlock() throws {
        let found = try #require(
            failure(seed: 11) { simulation in
                simulation.spawn(named: "stuck") { await waitForEver() }
                let signal = SimulationSignal(simulation)
                try await signal.wait(after: 0, in: simulation.outside)
            })
        #expect(found.kind == .deadlock && found.seed == 11)
        #expect(found.details.contains { $0.contains("outside/body") })
        #expect(found.details.contains { $0.contains("outside/stuck") })
        #expect(found.details.contains { $0.contains("a signal") })
        #expect(found.description.contains("seed 11"))
    }

    @Test("a livelock is found: many decisions at one instant")
    func livelock() throws {
        let found = try #require(
            failure(seed: 12, SimulationOptions(livelockLimit: 5_000)) { _ in
                while !Task.isCancelled { await Task.yield() }
            })
        #expect(found.kind == .livelock && found.seed == 12 && found.decisions >= 5_000)
    }

    @Test("progress of time is no livelock")
    func progress() throws {
        try simulated(SimulationOptions(livelockLimit: 100)) { simulation in
            for _ in 0..<1_000 { try await simulation.clock.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("limits of decisions and of virtual time end a run")
    func limits() {
        let stepLimit = failure(SimulationOptions(stepLimit: 500)) { simulation in
            while true { try await simulation.clock.sleep(for: .milliseconds(1)) }
        }
        #expect(stepLimit?.kind == .stepLimit)
        let timeLimit = failure(SimulationOptions(timeLimit: .seconds(60))) { simulation in
            while true { try await simulation.clock.sleep(for: .seconds(1)) }
        }
        #expect(timeLimit?.kind == .timeLimit)
    }

    @Test("a condition that does not come true in its time fails with its name")
    func notSettled() {
        let found = failure { simulation in
            try await simulation.settle("pigs fly", within: .seconds(5)) { false }
        }
        #expect(found?.kind == .notSettled)
        #expect(found?.message.contains("pigs fly") == true)
    }

    @Test("the body's own error and one given to `fail` end the run as they are")
    func ownErrors() {
        struct Broken: Error {}
        #expect(throws: Broken.self) { try simulated { _ in throw Broken() } }
        #expect(throws: Broken.self) {
            try simulated { simulation in
                simulation.spawn(named: "checker") { simulation.fail(Broken()) }
                try await simulation.clock.sleep(for: .seconds(1))
            }
        }
        #expect(throws: Broken.self) {
            try simulated { simulation in
                simulation.spawn(named: "task") { throw Broken() }
                try await simulation.clock.sleep(for: .seconds(1))
            }
        }
    }

    @Test("tasks that never end are reported as leaks, and fail the run when asked")
    func leaks() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run { $0.spawn(named: "stuck") { await waitForEver() } }
        #expect(simulation.summary.leakedTasks == ["outside/stuck"])
        let found = failure(SimulationOptions(failsOnLeakedTasks: true)) {
            $0.spawn(named: "stuck") { await waitForEver() }
        }
        #expect(found?.kind == .leak)
        let clean = Simulation(seed: 1, options: SimulationOptions(failsOnLeakedTasks: true))
        try clean.run { simulation in
            simulation.spawn(named: "sleeper") { try await simulation.clock.sleep(for: .seconds(1_000)) }
        }
        #expect(clean.summary.leakedTasks.isEmpty)
    }

    @Test("a finished simulation lets go of everything")
    func releases() throws {
        weak var remembered: Simulation?
        do {
            let simulation = Simulation(seed: 1, options: SimulationOptions(faults: .gentle))
            remembered = simulation
            try simulation.run { simulation in
                let bus = SimulatedEventBus(simulation)
                let node = simulation.addNode(named: "node") { environment in
                    let notebook = Notebook(environment.lane(named: "notebook"))
                    _ = try await bus.view(for: environment).subscribe(
                        to: steps, as: SubscriptionOptions(group: "group")
                    ) { delivery in
                        await notebook.write(delivery.event.id)
                        return .success
                    }
                }
                try await node.waitUntilReady()
            }
        }
        #expect(remembered == nil)
    }
}

private func waitForEver() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
}

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

    @Test("a livelock names the lanes and tasks that made the decisions, and only those")
    func livelockNames() throws {
        let found = try #require(
            failure(seed: 13, SimulationOptions(livelockLimit: 5_000)) { simulation in
                let (ping, pong) = (Notebook(simulation.lane(named: "ping")), Notebook(simulation.lane(named: "pong")))
                let idle = Notebook(simulation.lane(named: "idle"))
                await idle.write("once")
                simulation.spawn(named: "player") {
                    while !Task.isCancelled { await ping.carelessIncrement(asking: pong) }
                }
                try await simulation.clock.sleep(for: .seconds(1))
            })
        #expect(found.kind == .livelock)
        let runners = found.details.filter { $0.contains(" made ") }
        #expect(runners.contains { $0.hasPrefix("lane outside/ping made") })
        #expect(runners.contains { $0.hasPrefix("lane outside/pong made") })
        #expect(!runners.contains { $0.contains("idle") })
        #expect(found.details.contains("task outside/body waits for a sleep to end"))
    }

    @Test("a deadlock names the lane on which a task waits")
    func deadlockNames() throws {
        let found = try #require(
            failure { simulation in
                let signal = SimulationSignal(simulation)
                await Waiter(simulation.lane(named: "waiter")).wait(for: signal, in: simulation.outside)
            })
        #expect(found.kind == .deadlock)
        #expect(found.details == ["task outside/body waits on lane outside/waiter for a signal"])
    }

    /// One lane spins for ever while a job of another is ready.
    private static func spin(seed: UInt64, _ schedule: Schedule) -> SimulationFailure? {
        let options = SimulationOptions(schedule: schedule, livelockLimit: 20_000, starvationLimit: 2_000)
        return failure(seed: seed, options) { simulation in
            let (busy, patient) = (
                Notebook(simulation.lane(named: "busy")), Notebook(simulation.lane(named: "patient"))
            )
            simulation.spawn(named: "spinner") {
                while !Task.isCancelled { await busy.yieldOften(10) }
            }
            simulation.spawn(named: "writer") {
                while !Task.isCancelled { await patient.write("a line") }
            }
            try await simulation.clock.sleep(for: .seconds(1))
        }
    }

    @Test("a lane that is passed over for too long is named, and so is who runs in its place")
    func starvation() throws {
        let found = (1...10).compactMap { LimitTests.spin(seed: $0, .probabilistic(depth: 1)) }
        #expect(found.count == 10 && found.allSatisfy { $0.kind == .starvation })
        let busy = found.filter { $0.message.contains("outside/patient") || $0.message.contains("outside/writer") }
        #expect(!busy.isEmpty && busy.count < 10)
        for failure in busy {
            #expect(failure.details.contains { $0.contains("lane outside/busy made") }, "\(failure)")
            #expect(!failure.details.contains { $0.contains("outside/patient made") }, "\(failure)")
        }
    }

    @Test(
        "a fair schedule passes nobody over, not even in a livelock", arguments: [Schedule.uniform, .firstInFirstOut])
    func noStarvation(schedule: Schedule) {
        #expect((1...5).allSatisfy { LimitTests.spin(seed: $0, schedule)?.kind == .livelock })
    }

    @Test(
        "work at one instant that is only long is no starvation, under any schedule",
        arguments: [Schedule.uniform, .firstInFirstOut, .probabilistic(depth: 1), .probabilistic(depth: 3)])
    func longWork(schedule: Schedule) throws {
        let options = SimulationOptions(schedule: schedule, starvationLimit: 20_000)
        for seed in 1...5 as ClosedRange<UInt64> {
            try simulated(seed: seed, options) { simulation in
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<20 {
                        let notebook = Notebook(simulation.lane(named: "notebook-\(number)"))
                        group.addTask { for line in 0..<300 { await notebook.write("\(line)") } }
                    }
                }
            }
        }
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

/// Waits on its lane.
private actor Waiter {
    private nonisolated let lane: Lane
    private var waits = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ lane: Lane) {
        self.lane = lane
    }

    func wait(for signal: SimulationSignal, in environment: NodeEnvironment) async {
        waits += 1
        try? await signal.wait(after: 0, in: environment)
        waits -= 1
    }
}

private func waitForEver() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
}

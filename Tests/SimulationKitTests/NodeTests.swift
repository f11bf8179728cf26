import ServicePorts
import SimulationKit
import Testing

@Suite("Nodes")
struct NodeTests {
    private static let errors = CallErrors(
        unavailable: { StateStoreError(.unavailable, $0) }, ambiguous: { StateStoreError(.ambiguous, $0) })

    @Test(
        "a crashed node has no effect after its crash, wherever the crash strikes",
        arguments: 1...60 as ClosedRange<UInt64>)
    func hasNoEffect(seed: UInt64) throws {
        try simulated(seed: seed) { simulation in
            let bus = SimulatedEventBus(simulation)
            let store = SimulatedStateStore(simulation)
            let effects = Box(0)
            let node = simulation.addNode(named: "node") { environment in
                environment.spawn(named: "busy") {
                    for number in 0..<10_000 {
                        try await bus.view(for: environment).publish([step(number)], to: steps)
                        try await store.view(for: environment).apply(.set("count", [UInt8(number % 200)]))
                        try await environment.call("count", errors: NodeTests.errors) { effects.value += 1 }
                    }
                }
            }
            try await simulation.clock.sleep(for: .microseconds(Int64(seed) * 331))
            node.crash()
            let published = bus.eventCount(onTopic: steps.name)
            let (entry, counted) = (store.entry("count"), effects.value)
            try await simulation.clock.sleep(for: .seconds(100))
            #expect(bus.eventCount(onTopic: steps.name) == published)
            #expect(store.entry("count") == entry)
            #expect(effects.value == counted)
            #expect(published - counted <= 1)
            #expect(!node.isUp)
        }
    }

    @Test("a crash fails every pending and later call of the dead life, and its tasks unwind")
    func failsCalls() throws {
        let simulation = Simulation(seed: 3, options: SimulationOptions(failsOnLeakedTasks: true))
        let seen = Box<[String]>([])
        try simulation.run { simulation in
            let store = SimulatedStateStore(simulation)
            let node = simulation.addNode(named: "node") { environment in
                environment.spawn(named: "caller") {
                    for _ in 0..<2 {
                        do {
                            while true { _ = try await store.view(for: environment).get("key") }
                        } catch let error as NodeCrashed {
                            seen.value.append(error.description)
                        }
                    }
                    do { try await environment.clock.sleep(for: .seconds(1)) } catch is CancellationError {
                        seen.value.append("cancelled \(Task.isCancelled)")
                    }
                }
            }
            try await simulation.clock.sleep(for: .milliseconds(20))
            node.crash()
            try await simulation.clock.sleep(for: .milliseconds(1))
        }
        let line = "incarnation 1 of node 'node' has crashed"
        #expect(seen.value == [line, line, "cancelled true"])
    }

    @Test("a restart runs the boot anew in a new life, without the old memory")
    func restarts() throws {
        try simulated { simulation in
            let lives = Box<[String]>([])
            let node = simulation.addNode(named: "node") { environment in
                lives.value.append("\(environment.name) \(environment.random.next() != 0)")
            }
            try await node.waitUntilReady()
            node.restart(after: .seconds(5))
            #expect(!node.isUp && !node.isReady)
            try await node.waitUntilReady()
            #expect(simulation.elapsed >= .seconds(5))
            #expect(lives.value == ["node#1 true", "node#2 true"])
            #expect(node.environment?.incarnation == 2)
        }
    }

    @Test("a boot that throws is tried again until it succeeds")
    func bootsAgain() throws {
        struct NotYet: Error {}
        try simulated { simulation in
            let boots = Box(0)
            let node = simulation.addNode(named: "node") { _ in
                boots.value += 1
                if boots.value < 4 { throw NotYet() }
            }
            try await node.waitUntilReady()
            #expect(boots.value == 4)
        }
        let found = failure { simulation in
            try await simulation.addNode(named: "node") { _ in throw NotYet() }.waitUntilReady()
        }
        #expect(found?.kind == .bootLoop)
        #expect(found?.message.contains("NotYet") == true)
    }

    @Test("a boot that fails for weeks because something is away is no fault of the node")
    func bootsAfterLongAbsence() throws {
        struct NotYet: Error {}
        try simulated { simulation in
            let absence = simulation.cut(Outage(part: .bus))
            let isAway = Box(true)
            let boots = Box(0)
            let late = Box(3)
            let node = simulation.addNode(named: "node") { _ in
                boots.value += 1
                if isAway.value { throw NotYet() }
                // What comes back is not there at once for everybody.
                late.value -= 1
                if late.value > 0 { throw NotYet() }
            }
            try await simulation.clock.sleep(for: .seconds(14 * 86_400))
            #expect(boots.value > 1_000)
            simulation.mend(absence)
            isAway.value = false
            try await node.waitUntilReady()
        }
    }

    @Test("tasks that come faster than they end are told before they take all memory")
    func findsPileUps() throws {
        let found = failure { simulation in
            let node = simulation.addNode(named: "node") { environment in
                environment.spawn(named: "source") {
                    while true {
                        for _ in 1...100 {
                            environment.spawn(named: "slow") { try await environment.clock.sleep(for: .seconds(3_600)) }
                        }
                        try await environment.clock.sleep(for: .seconds(1))
                    }
                }
            }
            try await node.waitUntilReady()
            try await simulation.clock.sleep(for: .seconds(86_400))
        }
        #expect(found?.kind == .pileUp)
        #expect(found?.message.contains("node#1 has 20001 tasks") == true, "\(String(describing: found))")
        #expect(found?.details.contains { $0.contains("slow") } == true)
        // As many that end in time are no trouble.
        try simulated { simulation in
            let node = simulation.addNode(named: "node") { environment in
                for _ in 1...400 {
                    for _ in 1...100 {
                        environment.spawn(named: "quick") { try await environment.clock.sleep(for: .seconds(1)) }
                    }
                    try await environment.clock.sleep(for: .seconds(2))
                }
            }
            try await node.waitUntilReady()
        }
    }

    @Test("code that goes on calling after its crash fails the run by name")
    func findsZombies() {
        let found = failure(seed: 9) { simulation in
            let store = SimulatedStateStore(simulation)
            let node = simulation.addNode(named: "zombie") { environment in
                environment.spawn(named: "deaf loop") {
                    while true { _ = try? await store.view(for: environment).get("key") }
                }
            }
            try await simulation.clock.sleep(for: .milliseconds(5))
            node.crash()
            try await simulation.clock.sleep(for: .seconds(5))
        }
        #expect(found?.kind == .zombie)
        #expect(found?.message.contains("zombie#1") == true)
    }

    @Test("drawn crashes strike, nodes return, and healing ends it")
    func drawnCrashes() throws {
        var faults = FaultProfile.none
        faults.crashesPerMillionDecisions = 20_000
        let simulation = Simulation(seed: 4, options: SimulationOptions(faults: faults))
        try simulation.run { simulation in
            let lives = Box(0)
            simulation.addNode(named: "mortal") { environment in
                lives.value += 1
                environment.spawn(named: "beat") {
                    while true { try await environment.clock.sleep(for: .milliseconds(10)) }
                }
            }
            let safe = simulation.addNode(named: "immortal", isCrashable: false) { environment in
                environment.spawn(named: "beat") {
                    while true { try await environment.clock.sleep(for: .milliseconds(10)) }
                }
            }
            try await simulation.clock.sleep(for: .seconds(300))
            simulation.heal()
            try await simulation.settle("all are up", within: .seconds(1)) { simulation.isEveryNodeReady }
            let livesWhenHealed = lives.value
            try await simulation.clock.sleep(for: .seconds(300))
            #expect(livesWhenHealed > 3)
            #expect(lives.value == livesWhenHealed)
            #expect(safe.environment?.incarnation == 1)
        }
        #expect(simulation.summary.crashes > 2)
    }

    @Test("a request may outlive its sender, when the profile says so")
    func lateRequests() throws {
        var faults = FaultProfile.none
        faults.lateRequestsPerMillion = 1_000_000
        faults.latencyMinimumMicroseconds = 10_000
        faults.latencyMaximumMicroseconds = 10_000
        func arrives(_ faults: FaultProfile) throws -> Bool {
            try simulated(SimulationOptions(faults: faults)) { simulation in
                let store = SimulatedStateStore(simulation)
                let node = simulation.addNode(named: "node") { environment in
                    try await store.view(for: environment).apply(.set("key", [1]))
                }
                try await simulation.clock.sleep(for: .milliseconds(5))
                node.crash()
                try await simulation.clock.sleep(for: .milliseconds(50))
                return store.entry("key") != nil
            }
        }
        #expect(try arrives(faults))
        #expect(try !arrives(faults.without(.lateRequests)))
    }
}

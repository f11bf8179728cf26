import CivilTime
import ServicePorts
import SimulationKit
import Testing

@Suite("Faults that last")
struct LastingFaultTests {
    private static func profile(_ change: (inout FaultProfile) -> Void) -> FaultProfile {
        var profile = FaultProfile.none
        change(&profile)
        return profile
    }

    private static func milliseconds(_ simulation: Simulation) -> Int64 {
        simulation.elapsed.components.seconds * 1_000 + simulation.elapsed.components.attoseconds
            / 1_000_000_000_000_000
    }

    @Test("a paused node does nothing while its clock goes on, and does it all when it goes on")
    func pause() throws {
        try simulated { simulation in
            let beats = Box<[Int64]>([])
            let notebook = Notebook(simulation.lane(named: "notebook"))
            let node = simulation.addNode(named: "node") { environment in
                environment.spawn(named: "beat") {
                    while true {
                        try await environment.clock.sleep(for: .seconds(1))
                        await notebook.write("beat")
                        beats.value.append(environment.clock.now().duration(since: .epoch).components.seconds)
                    }
                }
            }
            let start = simulation.now.duration(since: .epoch).components.seconds
            try await simulation.clock.sleep(for: .milliseconds(2_500))
            node.pause()
            #expect(node.isPaused && node.isUp)
            try await simulation.clock.sleep(for: .seconds(10))
            #expect(beats.value == [start + 1, start + 2])
            node.resume()
            try await simulation.clock.sleep(for: .milliseconds(1))
            #expect(!node.isPaused)
            #expect(beats.value == [start + 1, start + 2, start + 12])
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(beats.value.count == 4)
        }
    }

    @Test("requests to a paused node wait: the caller gives up, the request is carried out afterwards")
    func requestsWait() throws {
        try simulated { simulation in
            let network = SimulatedServiceInvoker(simulation)
            let method = ServiceMethod<Int, Int>(service: "adder", name: "add")
            let carriedOut = Box(0)
            let node = simulation.addNode(named: "adder") { environment in
                try await network.view(for: environment).serve(method) { value in
                    carriedOut.value += 1
                    return value + 1
                }
            }
            try await node.waitUntilReady()
            node.pause()
            await #expect(throws: InvocationError.timeout(service: "adder", method: "add")) {
                _ = try await network.view(for: simulation.outside).invoke(method, 1, timeout: .seconds(5))
            }
            #expect(carriedOut.value == 0)
            node.resume()
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(carriedOut.value == 1)
            #expect(try await network.view(for: simulation.outside).invoke(method, 1, timeout: .seconds(5)) == 2)
        }
    }

    @Test("a crash ends a pause, and nothing of the dead life runs on")
    func crashEndsPause() throws {
        let simulation = Simulation(seed: 2, options: SimulationOptions(failsOnLeakedTasks: true))
        try simulation.run { simulation in
            let lives = Box<[Int]>([])
            let node = simulation.addNode(named: "node") { environment in
                lives.value.append(environment.incarnation)
                environment.spawn(named: "beat") {
                    while true { try await environment.clock.sleep(for: .seconds(1)) }
                }
            }
            try await node.waitUntilReady()
            node.pause()
            try await simulation.clock.sleep(for: .seconds(3))
            node.restart()
            #expect(!node.isPaused)
            try await node.waitUntilReady()
            #expect(lives.value == [1, 2])
        }
    }

    @Test(
        "the broker takes the partitions of a paused node away, whose handler wakes up with an event of somebody else")
    func expelled() throws {
        try simulated { simulation in
            let bus = SimulatedEventBus(simulation)
            let (began, ended) = (Box<[String]>([]), Box<[String]>([]))
            var nodes: [SimulatedNode] = []
            for number in 1...2 {
                let node = simulation.addNode(named: "replica-\(number)") { environment in
                    _ = try await bus.view(for: environment).subscribe(
                        to: steps, as: SubscriptionOptions(group: "group")
                    ) { _ in
                        began.value.append(environment.name)
                        try? await environment.clock.sleep(for: .seconds(1))
                        ended.value.append(environment.name)
                        return .success
                    }
                }
                try await node.waitUntilReady()
                nodes.append(node)
            }
            try await bus.outsideView.publish([step(1)], to: steps)
            try await simulation.settle("a handler began", within: .seconds(10)) { !began.value.isEmpty }
            let first = nodes.first { began.value[0].hasPrefix($0.name) }
            first?.pause()
            try await simulation.settle("the other handled it", within: .seconds(20)) { bus.totalLag == 0 }
            #expect(began.value.count == 2 && ended.value == [began.value[1]])
            #expect(began.value[0] != began.value[1])
            first?.resume()
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(ended.value == [began.value[1], began.value[0]])
            #expect(bus.totalLag == 0)
        }
    }

    @Test("a drifting clock runs away from the true time at its rate, and healing sets it right")
    func drift() throws {
        try simulated { simulation in
            let seen = Box<Int64>(0)
            let node = simulation.addNode(named: "node") { environment in
                environment.spawn(named: "look") {
                    while true {
                        seen.value = environment.clock.now().duration(since: simulation.now).components.seconds
                        try await environment.clock.sleep(for: .seconds(1))
                    }
                }
            }
            node.clockDriftPartsPerMillion = 10_000
            try await simulation.clock.sleep(for: .seconds(1_001))
            #expect(seen.value == 10)
            node.clockDriftPartsPerMillion = -10_000
            try await simulation.clock.sleep(for: .seconds(1_001))
            #expect(seen.value == -10)
            simulation.heal()
            try await simulation.clock.sleep(for: .seconds(1_001))
            #expect(seen.value == 0)
        }
    }

    @Test(
        "a partition loses what goes its way between two nodes, and nothing else",
        arguments: Outage.Direction.allCases)
    func partition(direction: Outage.Direction) throws {
        try simulated { simulation in
            let network = SimulatedServiceInvoker(simulation)
            let carriedOut = Box<[String]>([])
            var nodes: [String: SimulatedNode] = [:]
            for name in ["a", "b", "c"] {
                let node = simulation.addNode(named: name) { environment in
                    let method = ServiceMethod<String, Bool>(service: name, name: "hear")
                    try await network.view(for: environment).serve(method) { caller in
                        carriedOut.value.append("\(caller) to \(name)")
                        return true
                    }
                }
                try await node.waitUntilReady()
                nodes[name] = node
            }
            simulation.cut(Outage(node: "a", peer: "b", direction: direction))
            let answered = Box<[String]>([])
            for (caller, callee) in [("a", "b"), ("b", "a"), ("a", "c"), ("c", "b")] {
                let environment = try #require(nodes[caller]?.environment)
                let method = ServiceMethod<String, Bool>(service: callee, name: "hear")
                let call = environment.spawn(named: "call") {
                    let answer = try? await network.view(for: environment).invoke(
                        method, caller, timeout: .seconds(1))
                    if answer == true { answered.value.append("\(caller) to \(callee)") }
                }
                await call.value
            }
            let others = ["a to c", "c to b"]
            #expect(answered.value == others)
            switch direction {
            case .requests: #expect(carriedOut.value == ["b to a"] + others)
            case .replies: #expect(carriedOut.value == ["a to b"] + others)
            case .both: #expect(carriedOut.value == others)
            }
        }
    }

    @Test("a sidecar that is not ready refuses what goes through it, both ways, and not what goes directly")
    func sidecar() throws {
        let faults = LastingFaultTests.profile {
            $0.sidecarStartsPerMillion = 1_000_000
            $0.sidecarStartMinimumMicroseconds = 5_000_000
            $0.sidecarStartMaximumMicroseconds = 5_000_000
        }
        let errors = CallErrors(
            unavailable: { StateStoreError(.unavailable, $0) }, ambiguous: { StateStoreError(.ambiguous, $0) })
        try simulated(SimulationOptions(faults: faults)) { simulation in
            let network = SimulatedServiceInvoker(simulation)
            let (store, bus) = (SimulatedStateStore(simulation), SimulatedEventBus(simulation))
            let method = ServiceMethod<Int, Int>(service: "adder", name: "add")
            let (outcomes, boots) = (Box<[String]>([]), Box(0))
            let node = simulation.addNode(named: "node") { environment in
                boots.value += 1
                try await network.view(for: environment).serve(method) { $0 + 1 }
                try await environment.call("direct", of: .database, errors: errors) { outcomes.value.append("direct") }
                do { try await store.view(for: environment).apply(.set("key", [1])) } catch let error as StateStoreError
                {
                    outcomes.value.append("\(error.code)")
                }
                try await bus.view(for: environment).publish([step(1)], to: steps)
            }
            try await simulation.clock.sleep(for: .milliseconds(500))
            #expect(outcomes.value == ["direct", "unavailable"])
            #expect(store.entry("key") == nil)
            try await node.waitUntilReady()
            // The process failed because of its sidecar, which was not started anew with it.
            #expect(boots.value > 1)
            #expect(simulation.elapsed >= .seconds(5) && simulation.elapsed < .seconds(20))
            #expect(store.entry("key") != nil && bus.eventCount(onTopic: steps.name) == 1)
            #expect(try await network.view(for: simulation.outside).invoke(method, 1, timeout: .seconds(1)) == 2)
        }
    }

    @Test("a slow link slows the calls between its node and its part, and no other")
    func slowLink() throws {
        try simulated { simulation in
            let store = SimulatedStateStore(simulation)
            let times = Box<[String: Int64]>([:])
            let number = simulation.slowDown("slow", .state, by: .seconds(1))
            simulation.slowDown("other", .bus, by: .seconds(1))
            func measure(_ name: String) async throws {
                let node = simulation.addNode(named: name) { environment in
                    let start = LastingFaultTests.milliseconds(simulation)
                    _ = try await store.view(for: environment).get("key")
                    times.value[name] = LastingFaultTests.milliseconds(simulation) - start
                }
                try await node.waitUntilReady()
            }
            try await measure("slow")
            try await measure("other")
            #expect(try #require(times.value["slow"]) >= 2_000)
            #expect(try #require(times.value["other"]) < 10)
            simulation.mend(number)
            let node = try #require(times.value["slow"])
            times.value = [:]
            simulation.spawn(named: "again") {
                _ = try await store.view(for: simulation.outside).get("key")
                times.value["outside"] = node
            }
            try await simulation.clock.sleep(for: .milliseconds(10))
            #expect(times.value["outside"] != nil)
        }
    }

    @Test("after an absence the scheduler fires all that came due at one instant, some of it twice")
    func burst() throws {
        func triggers(duplicates: Int64) throws -> [Int64] {
            let faults = LastingFaultTests.profile { $0.burstDuplicatesPerMillion = duplicates }
            return try simulated(SimulationOptions(faults: faults)) { simulation in
                let scheduler = SimulatedJobScheduler(simulation)
                let view = scheduler.view(for: simulation.outside)
                let instants = Box<[Int64]>([])
                try await view.handleTriggers(ofJobsPrefixed: "job") { _ in
                    instants.value.append(LastingFaultTests.milliseconds(simulation))
                    return .success
                }
                for number in 1...20 {
                    let job = Job(name: "job-\(number)", dueAt: simulation.now + .seconds(number), payload: [])
                    try await view.schedule(job)
                }
                let absence = simulation.cut(Outage(part: .scheduler))
                try await simulation.clock.sleep(for: .seconds(60))
                #expect(instants.value.isEmpty)
                simulation.mend(absence)
                try await simulation.clock.sleep(for: .seconds(10))
                #expect(scheduler.pendingJobs.isEmpty)
                return instants.value
            }
        }
        let once = try triggers(duplicates: 0)
        #expect(once.count == 20)
        #expect(try #require(once.last) - #require(once.first) <= 3)
        #expect((24...36).contains(try triggers(duplicates: 500_000).count))
    }

    @Test("however often a job comes twice after an absence, it is tried again once")
    func burstOfRetries() throws {
        let faults = LastingFaultTests.profile { $0.burstDuplicatesPerMillion = 1_000_000 }
        let triggers = try simulated(SimulationOptions(faults: faults)) { simulation in
            let scheduler = SimulatedJobScheduler(simulation)
            let view = scheduler.view(for: simulation.outside)
            let count = Box(0)
            try await view.handleTriggers(ofJobsPrefixed: "job") { _ in
                count.value += 1
                return .retry(reason: "not yet")
            }
            try await view.schedule(Job(name: "job", dueAt: simulation.now, payload: []))
            for _ in 1...15 {
                let absence = simulation.cut(Outage(part: .scheduler))
                try await simulation.clock.sleep(for: .seconds(90))
                simulation.mend(absence)
                try await simulation.clock.sleep(for: .seconds(5))
            }
            return count.value
        }
        // Twice after each absence, and less than twenty times for the growing pauses of a single series of attempts.
        #expect(triggers >= 30)
        #expect(triggers <= 50)
    }

    @Test("a second trigger of a run that is settled does not move the next one")
    func staleTrigger() throws {
        let faults = LastingFaultTests.profile { $0.burstDuplicatesPerMillion = 1_000_000 }
        let runs = try simulated(SimulationOptions(faults: faults)) { simulation in
            let scheduler = SimulatedJobScheduler(simulation)
            let view = scheduler.view(for: simulation.outside)
            let runs = Box<[(due: Timestamp, at: Timestamp)]>([])
            try await view.handleTriggers(ofJobsPrefixed: "job") { trigger in
                runs.value.append((trigger.dueAt, simulation.now))
                // The second one of a run fails.
                return runs.value.count { $0.due == trigger.dueAt } == 1 ? .success : .retry(reason: "twice")
            }
            try await view.schedule(
                Job(name: "job", dueAt: simulation.now + .seconds(1), period: .seconds(600), payload: []))
            let absence = simulation.cut(Outage(part: .scheduler))
            try await simulation.clock.sleep(for: .seconds(30))
            simulation.mend(absence)
            try await simulation.clock.sleep(for: .seconds(1_300))
            return runs.value
        }
        #expect(Set(runs.map(\.due)).count == 3)
        #expect(runs.allSatisfy { $0.at >= $0.due })
    }

    @Test("a conditional write loses on its own, with and without effect; an unconditional one never does")
    func etagConflicts() throws {
        let faults = LastingFaultTests.profile { $0.etagConflictsPerMillion = 1_000_000 }
        let outcomes = try simulated(seed: 3, SimulationOptions(faults: faults)) { simulation in
            let store = SimulatedStateStore(simulation)
            let view = store.view(for: simulation.outside)
            var outcomes: Set<String> = []
            for number in 1...40 {
                try await view.apply(.set("key", [0]))
                let etag = try #require(try await view.get("key")).etag
                do {
                    try await view.apply(.set("key", [UInt8(number)], if: .ifMatch(etag: etag)))
                    outcomes.insert("written")
                } catch let error as StateStoreError {
                    outcomes.insert("\(error.code) \(store.entry("key")?.value == [UInt8(number)])")
                }
            }
            return outcomes
        }
        #expect(outcomes == ["conflict true", "conflict false"])
    }
}

import CivilTime
import ServicePorts
import SimulationKit
import Testing

@Suite("Simulated state store, scheduler and invoker under faults")
struct OtherPortTests {
    private static func profile(_ change: (inout FaultProfile) -> Void) -> SimulationOptions {
        var profile = FaultProfile.none
        change(&profile)
        return SimulationOptions(faults: profile)
    }

    @Test("an ambiguous write happened at one time and not at another; an unavailable one never did")
    func ambiguousWrites() throws {
        let outcomes = try simulated(
            seed: 1,
            OtherPortTests.profile {
                $0.callFailuresPerMillion = 1_000_000
                $0.ambiguousCommitsPerMillion = 500_000
            }
        ) { simulation in
            let store = SimulatedStateStore(simulation)
            var outcomes: Set<String> = []
            for number in 0..<60 {
                do {
                    try await store.view(for: simulation.outside).apply(.set("key-\(number)", [1]))
                    outcomes.insert("written")
                } catch let error as StateStoreError {
                    outcomes.insert("\(error.code) \(store.entry("key-\(number)") != nil)")
                }
            }
            return outcomes
        }
        #expect(outcomes == ["unavailable false", "ambiguous false", "ambiguous true"])
    }

    @Test(
        "jobs run late, twice and in bursts, but never early by the true time", arguments: 1...20 as ClosedRange<UInt64>
    )
    func neverEarly(seed: UInt64) throws {
        let triggers = try simulated(seed: seed, SimulationOptions(faults: .swarm(seed))) { simulation in
            let scheduler = SimulatedJobScheduler(simulation)
            let triggers = Box<[(due: Timestamp, at: Timestamp, name: String)]>([])
            for number in 1...2 {
                simulation.addNode(named: "replica-\(number)") { environment in
                    try await scheduler.view(for: environment).handleTriggers(ofJobsPrefixed: "job") { trigger in
                        triggers.value.append((trigger.dueAt, simulation.now, trigger.name))
                        return trigger.attempt == 1 && trigger.name.hasSuffix("3") ? .retry(reason: "once") : .success
                    }
                }
            }
            for number in 0..<30 {
                let job = Job(name: "job-\(number)", dueAt: simulation.now + .seconds(number), payload: [])
                while (try? await scheduler.view(for: simulation.outside).schedule(job)) == nil {}
            }
            simulation.heal()
            try await simulation.settle("all jobs ran", within: .seconds(3_600)) { scheduler.pendingJobs.isEmpty }
            return triggers.value
        }
        #expect(triggers.allSatisfy { $0.at >= $0.due })
        #expect(Set(triggers.map(\.name)) == Set((0..<30).map { "job-\($0)" }))
    }

    @Test("late and duplicate triggers are drawn, and absent without their families")
    func triggerFaults() throws {
        func triggers(_ options: SimulationOptions) throws -> (count: Int, latest: Duration) {
            try simulated(seed: 2, options) { simulation in
                let scheduler = SimulatedJobScheduler(simulation)
                let (count, latest) = (Box(0), Box(Duration.zero))
                let view = scheduler.view(for: simulation.outside)
                try await view.handleTriggers(ofJobsPrefixed: "") { trigger in
                    count.value += 1
                    latest.value = max(latest.value, simulation.now.duration(since: trigger.dueAt))
                    return .success
                }
                for number in 0..<40 {
                    try await view.schedule(Job(name: "job-\(number)", dueAt: simulation.now, payload: []))
                }
                try await simulation.clock.sleep(for: .seconds(300))
                return (count.value, latest.value)
            }
        }
        let calm = try triggers(SimulationOptions())
        #expect(calm.count == 40 && calm.latest < .milliseconds(10))
        #expect(try triggers(OtherPortTests.profile { $0.lateTriggersPerMillion = 500_000 }).latest > .seconds(10))
        #expect(try triggers(OtherPortTests.profile { $0.duplicateTriggersPerMillion = 500_000 }).count > 45)
    }

    @Test("a scheduler that was down triggers everything in a burst when it returns")
    func burst() throws {
        try simulated(seed: 3) { simulation in
            let scheduler = SimulatedJobScheduler(simulation)
            let view = scheduler.view(for: simulation.outside)
            let instants = Box<[Timestamp]>([])
            try await view.handleTriggers(ofJobsPrefixed: "job") { _ in
                instants.value.append(simulation.now)
                return .success
            }
            for number in 1...10 {
                let due = simulation.now + .seconds(number)
                try await view.schedule(Job(name: "job-\(number)", dueAt: due, payload: []))
            }
            let outage = simulation.cut(Outage(part: .scheduler))
            try await simulation.clock.sleep(for: .seconds(30))
            #expect(instants.value.isEmpty)
            await #expect(throws: JobSchedulerError.self) { try await view.cancel(jobNamed: "job-1") }
            simulation.mend(outage)
            try await simulation.clock.sleep(for: .seconds(3))
            #expect(instants.value.count == 10)
        }
    }

    @Test("a timeout happened at one time and not at another, and a call is never carried out twice")
    func invocations() throws {
        let (outcomes, most) = try simulated(
            seed: 4, OtherPortTests.profile { $0.invocationFailuresPerMillion = 500_000 }
        ) { simulation in
            let network = SimulatedServiceInvoker(simulation)
            let method = ServiceMethod<Int, Int>(service: "adder", name: "add")
            let carriedOut = Box<[Int: Int]>([:])
            for number in 1...3 {
                let node = simulation.addNode(named: "adder-\(number)") { environment in
                    try await network.view(for: environment).serve(method) { value in
                        carriedOut.value[value, default: 0] += 1
                        return value + 1
                    }
                }
                try await node.waitUntilReady()
            }
            var outcomes: Set<String> = []
            for number in 0..<60 {
                do {
                    let answer = try await network.view(for: simulation.outside).invoke(
                        method, number, timeout: .seconds(1))
                    outcomes.insert(answer == number + 1 ? "answer" : "wrong")
                } catch InvocationError.timeout(service: "adder", method: "add") {
                    outcomes.insert("timeout \(carriedOut.value[number] ?? 0)")
                }
            }
            return (outcomes, carriedOut.value.values.max())
        }
        #expect(outcomes == ["answer", "timeout 0", "timeout 1"])
        #expect(most == 1)
    }

    @Test("a replica that crashes while it answers breaks the connection; the call goes on elsewhere")
    func brokenConnection() throws {
        try simulated(seed: 5) { simulation in
            let network = SimulatedServiceInvoker(simulation)
            let method = ServiceMethod<Int, String>(service: "slow", name: "name")
            let nodes = (1...2).map { number in
                simulation.addNode(named: "slow-\(number)") { environment in
                    try await network.view(for: environment).serve(method) { _ in
                        try await environment.clock.sleep(for: .seconds(2))
                        return environment.name
                    }
                }
            }
            for node in nodes { try await node.waitUntilReady() }
            simulation.spawn(named: "crash") {
                try await simulation.clock.sleep(for: .seconds(1))
                for node in nodes { node.crash() }
                nodes[0].restart()
            }
            let view = network.view(for: simulation.outside)
            do {
                _ = try await view.invoke(method, 1, timeout: .seconds(30))
                Issue.record("the call was answered by a dead replica")
            } catch {
                #expect(error as? InvocationError == .unavailable("the replica of 'slow' went away"))
            }
            try await nodes[0].waitUntilReady()
            #expect(try await view.invoke(method, 1, timeout: .seconds(30)) == "slow-1#2")
        }
    }

    @Test("a cut loses requests without effect, replies with it, and only between whom it names")
    func outages() throws {
        try simulated(seed: 6) { simulation in
            let store = SimulatedStateStore(simulation)
            let results = Box<[String]>([])
            func write(_ key: String, on node: String) async throws {
                let node = simulation.addNode(named: node) { environment in
                    do {
                        try await store.view(for: environment).apply(.set(key, [1]))
                        results.value.append("\(key) written")
                    } catch let error as StateStoreError {
                        results.value.append("\(key) \(error.code)")
                    }
                }
                try await node.waitUntilReady()
            }
            let requests = simulation.cut(Outage(node: "a", part: .state, direction: .requests))
            let replies = simulation.cut(Outage(node: "b", part: .state, direction: .replies))
            simulation.cut(Outage(node: "c", part: .bus))
            try await write("a1", on: "a")
            try await write("b1", on: "b")
            try await write("c1", on: "c")
            simulation.mend(requests)
            simulation.mend(replies)
            try await write("a2", on: "a2")
            #expect(results.value == ["a1 unavailable", "b1 ambiguous", "c1 written", "a2 written"])
            #expect(store.entry("a1") == nil && store.entry("b1") != nil)
        }
    }

    @Test("a signal wakes its waiters, and a wait for what has happened returns at once")
    func signals() throws {
        try simulated(seed: 7) { simulation in
            let signal = SimulationSignal(simulation)
            let woken = Box(0)
            for _ in 0..<3 {
                simulation.spawn(named: "waiter") {
                    try await signal.wait(after: 0, in: simulation.outside)
                    woken.value += 1
                }
            }
            let cancelled = simulation.spawn(named: "cancelled") {
                await #expect(throws: CancellationError.self) {
                    try await signal.wait(after: 1, in: simulation.outside)
                }
            }
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(woken.value == 0)
            signal.raise()
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(woken.value == 3 && signal.version == 1)
            cancelled.cancel()
            await cancelled.value
            try await signal.wait(after: 0, in: simulation.outside)
        }
    }
}

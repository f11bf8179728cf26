internal import CivilTime
internal import ServicePorts

/// A fixed small system under faults; its hash shows that builds, processes and toolchains decide alike.
public enum DemoSystem {
    /// What a run of the seed did; equal seeds must give equal summaries in every process and build.
    public static func run(
        seed: UInt64, faults: FaultProfile = .gentle, schedule: Schedule = .uniform, usesRealCodec: Bool = false
    ) throws -> SimulationSummary {
        let options = SimulationOptions(faults: faults, schedule: schedule, usesRealCodec: usesRealCodec)
        let simulation = Simulation(seed: seed, options: options)
        try simulation.run { simulation in
            let parts = Parts(simulation)
            for number in 1...3 {
                simulation.addNode(named: "counter-\(number)") { try await parts.boot($0) }
            }
            try await parts.work()
        }
        return simulation.summary
    }

    static let topic = Topic<Step>("demo.steps")
    static let total = ServiceMethod<String, Int>(service: "demo", name: "total")

    struct Step: Codable, Sendable {
        var number: Int
    }
}

/// The durable parts of the demonstration.
private struct Parts: Sendable {
    let simulation: Simulation
    let bus: SimulatedEventBus
    let store: SimulatedStateStore
    let scheduler: SimulatedJobScheduler
    let network: SimulatedServiceInvoker

    init(_ simulation: Simulation) {
        self.simulation = simulation
        bus = SimulatedEventBus(simulation)
        store = SimulatedStateStore(simulation)
        scheduler = SimulatedJobScheduler(simulation)
        network = SimulatedServiceInvoker(simulation)
    }

    func boot(_ environment: NodeEnvironment) async throws {
        let counter = DemoCounter(environment.lane(named: "counter"), store: store.view(for: environment))
        _ = try await bus.view(for: environment).subscribe(
            to: DemoSystem.topic, as: SubscriptionOptions(group: "counters")
        ) { await counter.handle($0) }
        try await network.view(for: environment).serve(DemoSystem.total) { await counter.total(of: $0) }
        try await scheduler.view(for: environment).handleTriggers(ofJobsPrefixed: "demo") { _ in
            await counter.tick()
        }
    }

    /// Publishes steps, asks for totals, sets jobs, then heals and waits until everything has been handled.
    func work() async throws {
        let outside = simulation.outside
        let random = simulation.random(.workload)
        for number in 0..<150 {
            let event = CloudEvent(
                id: outside.random.identifier(), type: "demo.step.v1", source: "demo", time: simulation.now,
                partitionKey: "key-\(random.below(9))", sequence: Int64(number), correlationID: "demo",
                data: DemoSystem.Step(number: number))
            try? await bus.view(for: outside).publish([event], to: DemoSystem.topic)
            if random.chance(perMillion: 200_000) {
                _ = try? await network.view(for: outside).invoke(
                    DemoSystem.total, event.partitionKey, timeout: .seconds(2))
            }
            if random.chance(perMillion: 100_000) {
                let job = Job(name: "demo-\(random.below(5))", dueAt: simulation.now + .seconds(3), payload: [])
                try? await scheduler.view(for: outside).schedule(job)
            }
        }
        simulation.heal()
        try await simulation.settle("everything is handled", within: .seconds(3_600)) {
            simulation.isEveryNodeReady && bus.totalLag == 0 && scheduler.pendingJobs.isEmpty
        }
    }
}

/// Counts the events of each key in the store, by compare-and-set.
private actor DemoCounter {
    private nonisolated let lane: Lane
    private let store: any StateStore
    private var ticks = 0
    // Written first in every method: a hop that guards no state may be optimised away, so that builds would differ.
    private var calls = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ lane: Lane, store: any StateStore) {
        self.lane = lane
        self.store = store
    }

    func handle(_ delivery: Delivery<DemoSystem.Step>) async -> Acknowledgement {
        calls += 1
        do {
            let key = delivery.event.partitionKey
            let seen = try await store.get(key)
            let next = UInt8(truncatingIfNeeded: Int(seen?.value.first ?? 0) + 1)
            let condition = seen.map { StateWrite.Condition.ifMatch(etag: $0.etag) } ?? .ifAbsent
            try await store.apply(.set(key, [next], if: condition))
            return .success
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    func total(of key: String) async -> Int {
        calls += 1
        let entry = try? await store.get(key)
        return Int(entry?.value.first ?? 0)
    }

    func tick() -> TriggerOutcome {
        ticks += 1
        return ticks % 3 == 0 ? .retry(reason: "every third tick") : .success
    }
}

import CivilTime
import PortContracts
import ServicePorts
import SimulationKit
import Testing

/// The simulated ports keep the promises that every implementation keeps, over several seeds and under faults.
@Suite("Port contracts in simulations")
struct ContractTests {
    /// Faults that a caller does not see as errors.
    private static let quietFaults: FaultProfile = {
        var profile = FaultProfile.none
        profile.slowMessagesPerMillion = 20_000
        profile.slowMessageMaximumMicroseconds = 500_000
        profile.duplicatePublishesPerMillion = 50_000
        profile.duplicateDeliveriesPerMillion = 50_000
        profile.offsetRewindsPerMillion = 20_000
        return profile
    }()

    /// The same with handlers that overlap.
    private static let overlappingFaults: FaultProfile = {
        var profile = quietFaults
        profile.rebalancesPerMillion = 20_000
        profile.stuckHandlersPerMillion = 10_000
        return profile
    }()

    private func run(
        seeds: ClosedRange<UInt64>, _ faults: FaultProfile = .none,
        _ check: @escaping @Sendable (Simulation) async throws -> Void
    ) throws {
        for seed in seeds {
            for usesRealCodec in [false, true] {
                try simulated(seed: seed, SimulationOptions(faults: faults, usesRealCodec: usesRealCodec), check)
            }
        }
    }

    private static func bus(_ simulation: Simulation) -> EventBusContract {
        let view = SimulatedEventBus(simulation).outsideView
        return EventBusContract(bus: view, deadLetters: view, clock: simulation.clock)
    }

    @Test("event bus", arguments: EventBusContract.cases)
    func eventBus(promise: ContractCase<EventBusContract>) throws {
        try run(seeds: 1...10) { try await promise.run(on: ContractTests.bus($0)) }
    }

    @Test("event bus whose deliveries repeat", arguments: EventBusContract.cases.filter(\.allowsRepeats))
    func eventBusRepeating(promise: ContractCase<EventBusContract>) throws {
        try run(seeds: 1...10, ContractTests.quietFaults) { try await promise.run(on: ContractTests.bus($0)) }
    }

    @Test("event bus whose handlers overlap", arguments: EventBusContract.cases.filter(\.allowsOverlaps))
    func eventBusOverlapping(promise: ContractCase<EventBusContract>) throws {
        try run(seeds: 1...10, ContractTests.overlappingFaults) { try await promise.run(on: ContractTests.bus($0)) }
    }

    @Test("state store", arguments: StateStoreContract.cases)
    func stateStore(promise: ContractCase<StateStoreContract>) throws {
        try run(seeds: 1...10) { simulation in
            let store = SimulatedStateStore(simulation).view(for: simulation.outside)
            try await promise.run(on: StateStoreContract(store: store, clock: simulation.clock))
        }
    }

    @Test("job scheduler", arguments: JobSchedulerContract.cases)
    func jobScheduler(promise: ContractCase<JobSchedulerContract>) throws {
        try run(seeds: 1...10) { simulation in
            let scheduler = SimulatedJobScheduler(simulation).view(for: simulation.outside)
            try await promise.run(on: JobSchedulerContract(scheduler: scheduler, clock: simulation.clock))
        }
    }

    @Test("service invoker", arguments: ServiceInvokerContract.cases)
    func serviceInvoker(promise: ContractCase<ServiceInvokerContract>) throws {
        try run(seeds: 1...10) { simulation in
            let network = SimulatedServiceInvoker(simulation).view(for: simulation.outside)
            try await promise.run(
                on: ServiceInvokerContract(invoker: network, host: network, clock: simulation.clock))
        }
    }

    @Test("secret store", arguments: SecretStoreContract.cases)
    func secretStore(promise: ContractCase<SecretStoreContract>) throws {
        try run(seeds: 1...3) { simulation in
            let secrets = ["jwt": "s3cret", "database": "password"]
            let store = SimulatedSecretStore(secrets).view(for: simulation.outside)
            let list = secrets.map { (name: $0.key, value: $0.value) }
            try await promise.run(on: SecretStoreContract(store: store, secrets: list))
        }
    }
}

extension ContractCase<EventBusContract> {
    /// False for promises that count deliveries exactly, which the port makes only while nothing repeats.
    fileprivate var allowsRepeats: Bool {
        ![
            "an event that keeps failing is given up after its attempts, with the last reason",
            "a dropped event is given up at once, with its reason",
            "what one group gives up another still handles",
            "members of a group share its events",
            "a group resumes where it was after its subscription was cancelled",
        ].contains(name)
    }

    /// False also for promises about one handler at a time and about attempts, which a rebalance may break.
    fileprivate var allowsOverlaps: Bool {
        allowsRepeats
            && ![
                "a handler never has two events of a key at the same time", "the attempt number grows with each retry",
            ].contains(name)
    }
}

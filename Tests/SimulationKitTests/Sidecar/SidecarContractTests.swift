import CivilTime
import PortContracts
import ServicePorts
import SidecarRules
import SimulationKit
import Testing

/// The ports spoken through a simulated sidecar keep the promises that every implementation keeps.
@Suite("Port contracts through simulated sidecars")
struct SidecarContractTests {
    private static func settings() -> SidecarSettings {
        let inbound = SidecarRetryPolicy.constant(.milliseconds(20), maximumRetries: nil)
        var settings = SidecarSettings(appID: "contract-service", component: SidecarPubSub.perGroup(inbound: inbound))
        settings.stateStores = ["state"]
        return settings
    }

    private func run(
        _ faults: FaultProfile = .none,
        _ check: @escaping @Sendable (Simulation, SidecarPorts, SidecarBackends) async throws -> Void
    ) throws {
        for seed in UInt64(1)...6 {
            for usesRealCodec in [false, true] {
                try simulated(seed: seed, SimulationOptions(faults: faults, usesRealCodec: usesRealCodec)) {
                    simulation in
                    let backends = SidecarBackends(simulation)
                    let ports = SidecarPorts(
                        simulation.outside, settings: SidecarContractTests.settings(), backends: backends)
                    try await check(simulation, ports, backends)
                }
            }
        }
    }

    @Test("event bus", arguments: EventBusContract.cases)
    func eventBus(promise: ContractCase<EventBusContract>) throws {
        try run { simulation, _, backends in
            let bus = PodPerSubscription(
                simulation: simulation, backends: backends, settings: SidecarContractTests.settings())
            try await promise.run(
                on: EventBusContract(bus: bus, deadLetters: backends.bus.outsideView, clock: simulation.clock))
        }
    }

    @Test("job scheduler", arguments: JobSchedulerContract.cases)
    func jobScheduler(promise: ContractCase<JobSchedulerContract>) throws {
        try run { simulation, ports, _ in
            try await ports.sidecar.appListens()
            try await promise.run(on: JobSchedulerContract(scheduler: ports.scheduler, clock: simulation.clock))
        }
    }

    @Test("state store", arguments: StateStoreContract.cases)
    func stateStore(promise: ContractCase<StateStoreContract>) throws {
        try run { simulation, ports, _ in
            try await promise.run(on: StateStoreContract(store: ports.state, clock: simulation.clock))
        }
    }

    @Test("service invoker", arguments: ServiceInvokerContract.cases)
    func serviceInvoker(promise: ContractCase<ServiceInvokerContract>) throws {
        try run { simulation, ports, _ in
            try await ports.sidecar.appListens()
            try await promise.run(
                on: ServiceInvokerContract(invoker: ports.invoker, host: ports.invoker, clock: simulation.clock))
        }
    }

    @Test("secret store in a file and in the environment", arguments: SecretStoreContract.cases)
    func secretStore(promise: ContractCase<SecretStoreContract>) throws {
        let secrets = ["jwt": "s3cret", "database": "password"]
        for store in [SidecarSecrets.Store.file(secrets), .environment(secrets)] {
            try simulated { simulation in
                var settings = SidecarContractTests.settings()
                settings.secrets = SidecarSecrets(stores: ["secrets": store])
                let ports = SidecarPorts(
                    simulation.outside, settings: settings, backends: SidecarBackends(simulation))
                let list = secrets.map { (name: $0.key, value: $0.value) }
                try await promise.run(on: SecretStoreContract(store: ports.secrets, secrets: list))
            }
        }
    }
}

/// A bus that gives every subscription an application and a sidecar of its own, since a sidecar asks only once.
private struct PodPerSubscription: EventBus {
    let simulation: Simulation
    let backends: SidecarBackends
    let settings: SidecarSettings

    private func pod() -> SidecarPorts {
        SidecarPorts(simulation.outside, settings: settings, backends: backends)
    }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try await pod().bus.publish(events, to: topic)
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        let pod = pod()
        let subscribed = try await pod.bus.subscribe(to: topic, as: subscription, handler: handler)
        try await pod.sidecar.appListens()
        return subscribed
    }
}

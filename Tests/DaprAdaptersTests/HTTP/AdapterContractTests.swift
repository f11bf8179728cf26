import DaprAdapters
import DaprEmulator
import PortContracts
import ServicePorts
import SidecarRules
import Testing

/// The adapters keep, over HTTP, the promises that every implementation of a port keeps.
@Suite("Port contracts over HTTP")
struct AdapterContractTests {
    static let secrets = ["jwt": "s3cret", "database": "password"]

    @Test("event bus", arguments: EventBusContract.cases, [1, 100])
    func eventBus(promise: ContractCase<EventBusContract>, bulkPublishLimit: Int) async throws {
        try await PodWorld.run { world in
            let bus = try await PodPerSubscription(world: world, bulkPublishLimit: bulkPublishLimit, bulkDelivery: nil)
            try await promise.run(
                on: EventBusContract(bus: bus, deadLetters: bus, clock: SystemClock(), namespace: "contract"))
        }
    }

    @Test("event bus with bulk deliveries", arguments: EventBusContract.cases)
    func bulkEventBus(promise: ContractCase<EventBusContract>) async throws {
        try await PodWorld.run { world in
            let bulk = DaprSubscription.Bulk(maximumCount: 10, longestWait: .milliseconds(5))
            let bus = try await PodPerSubscription(world: world, bulkPublishLimit: 100, bulkDelivery: bulk)
            try await promise.run(
                on: EventBusContract(bus: bus, deadLetters: bus, clock: SystemClock(), namespace: "contract"))
        }
    }

    @Test("job scheduler, also with the older interface", arguments: JobSchedulerContract.cases, [true, false])
    func jobScheduler(promise: ContractCase<JobSchedulerContract>, hasStableJobs: Bool) async throws {
        var settings = EmulatorSettings.forAdapters
        settings.hasStableJobs = hasStableJobs
        try await withApplication(settings) { ports, _ in
            try await promise.run(
                on: JobSchedulerContract(
                    scheduler: ports.scheduler, clock: SystemClock(), namespace: newNamespace()))
        }
    }

    @Test(
        "state store, whichever way it tells conflicts", arguments: StateStoreContract.cases,
        [SidecarState.InsertConflict.conflict, .failure])
    func stateStore(
        promise: ContractCase<StateStoreContract>, insertConflict: SidecarState.InsertConflict
    ) async throws {
        var settings = EmulatorSettings.forAdapters
        settings.stateStores[0].insertConflict = insertConflict
        try await withApplication(settings) { ports, _ in
            let store = ports.stateStore(DaprStateSettings(store: "state"))
            try await promise.run(
                on: StateStoreContract(store: store, clock: SystemClock(), namespace: newNamespace()))
        }
    }

    @Test("service invoker", arguments: ServiceInvokerContract.cases)
    func serviceInvoker(promise: ContractCase<ServiceInvokerContract>) async throws {
        try await withApplication { ports, appID in
            try await promise.run(
                on: ServiceInvokerContract(
                    invoker: ports.invoker, host: ports.invoker, clock: SystemClock(), service: appID))
        }
    }

    @Test("secret store", arguments: SecretStoreContract.cases, ["file", "environment"])
    func secretStore(promise: ContractCase<SecretStoreContract>, component: String) async throws {
        let isReal = RealSidecar.isThere
        let secrets = isReal ? RealSidecar.secrets : AdapterContractTests.secrets
        // A real sidecar tells of no secrets: somebody must say what there is.
        guard !secrets.isEmpty else { return }
        try await withApplication { ports, _ in
            let store = ports.secretStore(isReal ? "secrets" : component)
            let list = secrets.map { (name: $0.key, value: $0.value) }
            try await promise.run(on: SecretStoreContract(store: store, secrets: list))
        }
    }

    /// Runs the body in an application beside the real sidecar when there is one, and beside an emulated one otherwise.
    private func withApplication(
        _ settings: EmulatorSettings = .forAdapters,
        _ body: @escaping @Sendable (DaprPorts, _ appID: String) async throws -> Void
    ) async throws {
        if RealSidecar.isThere {
            let sidecar = try await RealSidecar.shared()
            return try await body(sidecar.ports, sidecar.appID)
        }
        try await PodWorld.run(settings) { world in
            let pod = try await world.pod("contract-service")
            try await world.start(pod)
            try await body(pod.ports, "contract-service")
        }
    }
}

/// A bus that gives every subscription an application and a sidecar of its own, since a sidecar asks only once.
private struct PodPerSubscription: EventBus, DeadLetterReader {
    let world: PodWorld
    let bulkDelivery: DaprSubscription.Bulk?
    private let publisher: Pod

    init(world: PodWorld, bulkPublishLimit: Int, bulkDelivery: DaprSubscription.Bulk?) async throws {
        self.world = world
        self.bulkDelivery = bulkDelivery
        publisher = try await world.pod("publisher", listens: false) { $1.bulkPublishLimit = bulkPublishLimit }
    }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try await publisher.ports.bus.publish(events, to: topic)
    }

    /// The application's id is the component's consumer group.
    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        let pod = try await world.pod(subscription.group) { $1.bulkDelivery = bulkDelivery }
        let base = try await pod.ports.bus.subscribe(to: topic, as: subscription, handler: handler)
        try await world.start(pod)
        return PodSubscription(base: base, pod: pod)
    }

    func deadLetters(of topic: String) async throws -> [DeadLetter] {
        world.letters.all.filter { $0.topic == topic }
    }
}

/// Ends together with its pod.
private struct PodSubscription: EventSubscription {
    let base: any EventSubscription
    let pod: Pod

    func cancel() async {
        await base.cancel()
        try? await pod.shutDown()
    }
}

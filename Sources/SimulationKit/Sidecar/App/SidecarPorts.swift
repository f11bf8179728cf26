internal import DaprAdapters
public import ServicePorts

/// The ports of an application whose world is its sidecar: the adapters that ship, over the simulated network.
public struct SidecarPorts: Sendable {
    /// The application's side of the sidecar.
    public let app: SidecarApp
    /// The sidecar.
    public let sidecar: SimulatedSidecar
    /// Publish and subscribe.
    public let bus: any EventBus
    /// Durable timers.
    public let scheduler: any JobScheduler
    /// Calls of other applications, and the serving side.
    public let invoker: any ServiceInvoker & ServiceHost
    /// Small keyed state in the store of that name.
    public let state: any StateStore
    /// Secrets in the store of that name.
    public let secrets: any SecretStore

    /// An application with a sidecar in that life of a node.
    public init(
        _ environment: NodeEnvironment, settings: SidecarSettings, backends: SidecarBackends,
        tap: SidecarTap = .init(), stateStore: String = "state", secretStore: String = "secrets"
    ) {
        app = SidecarApp(tap: tap)
        sidecar = SimulatedSidecar(environment, settings: settings, backends: backends, app: app)
        let ports = DaprPorts(
            transport: SidecarTransport(app: app, sidecar: sidecar), callbacks: app.callbacks, clock: environment.clock)
        bus = SidecarEventBus(base: ports.bus, sidecar: sidecar)
        scheduler = ports.scheduler
        invoker = ports.invoker
        state = ports.stateStore(DaprStateSettings(store: stateStore))
        secrets = ports.secretStore(secretStore)
    }
}

/// A bus whose subscriptions end together with their sidecar, which asks for subscriptions only once.
private struct SidecarEventBus: EventBus {
    let base: DaprEventBus
    let sidecar: SimulatedSidecar

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try await base.publish(events, to: topic)
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        let subscribed = try await base.subscribe(to: topic, as: subscription, handler: handler)
        return SidecarDeliveries(base: subscribed, sidecar: sidecar)
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        batches handler: @escaping @Sendable ([Delivery<Payload>]) async -> [Acknowledgement]
    ) async throws -> any EventSubscription {
        let subscribed = try await base.subscribe(to: topic, as: subscription, batches: handler)
        return SidecarDeliveries(base: subscribed, sidecar: sidecar)
    }
}

/// Deliveries of one subscription.
private struct SidecarDeliveries: EventSubscription {
    let base: any EventSubscription
    let sidecar: SimulatedSidecar

    func cancel() async {
        await sidecar.stop()
        await base.cancel()
    }
}

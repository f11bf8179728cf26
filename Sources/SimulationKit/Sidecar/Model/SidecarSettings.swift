public import ServicePorts
public import SidecarRules

/// A pub/sub component as one sidecar has it.
public struct SidecarPubSub: Sendable {
    /// Its consumer group.
    public var consumerGroup: String
    /// Where a group without a position begins; the newest event unless configured otherwise.
    public var start: SubscriptionOptions.Start
    /// The inbound retry policy; nil when there is none.
    public var inbound: SidecarRetryPolicy?
    /// Pause between deliveries when policy and dead letter do not end them.
    public var componentPause: Duration

    /// A component with the defaults of the real one.
    public init(
        consumerGroup: String, start: SubscriptionOptions.Start = .latest, inbound: SidecarRetryPolicy? = nil,
        componentPause: Duration = .seconds(5)
    ) {
        self.consumerGroup = consumerGroup
        self.start = start
        self.inbound = inbound
        self.componentPause = componentPause
    }

    /// The components that `SidecarPorts` names: `bus` to publish to, and one for each consumer group.
    public static func perGroup(inbound: SidecarRetryPolicy?) -> @Sendable (_ name: String) -> SidecarPubSub? {
        { name in
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count) {
            case ("bus", 1): return SidecarPubSub(consumerGroup: "bus", inbound: inbound)
            case ("bus", 2): return SidecarPubSub(consumerGroup: parts[1], start: .earliest, inbound: inbound)
            case ("bus-newest", 2): return SidecarPubSub(consumerGroup: parts[1], start: .latest, inbound: inbound)
            default: return nil
            }
        }
    }
}

/// How one sidecar is configured.
public struct SidecarSettings: Sendable {
    /// Its application's id.
    public var appID: String
    /// The pub/sub component of a name; nil when there is none.
    public var component: @Sendable (String) -> SidecarPubSub?
    /// Names of its state stores.
    public var stateStores: Set<String> = []
    /// Its secret stores.
    public var secrets: SidecarSecrets = .init(stores: [:])
    /// Token that the application must show; nil for none.
    public var apiToken: String?

    /// A sidecar of that application with those pub/sub components.
    public init(appID: String, component: @escaping @Sendable (String) -> SidecarPubSub?) {
        self.appID = appID
        self.component = component
    }
}

/// What stands behind the sidecars of a simulation.
public struct SidecarBackends: Sendable {
    /// The broker.
    public var bus: SimulatedEventBus
    /// The scheduler.
    public var scheduler: SimulatedJobScheduler
    /// The network between sidecars.
    public var services: SimulatedServiceInvoker
    /// The state store.
    public var state: SimulatedStateStore

    /// Those parts.
    public init(
        bus: SimulatedEventBus, scheduler: SimulatedJobScheduler, services: SimulatedServiceInvoker,
        state: SimulatedStateStore
    ) {
        self.bus = bus
        self.scheduler = scheduler
        self.services = services
        self.state = state
    }

    /// Parts of their own in that simulation.
    public init(_ simulation: Simulation) {
        self.init(
            bus: SimulatedEventBus(simulation), scheduler: SimulatedJobScheduler(simulation),
            services: SimulatedServiceInvoker(simulation), state: SimulatedStateStore(simulation))
    }
}

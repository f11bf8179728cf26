public import ServicePorts

/// Every port of an application whose world is its sidecar.
public struct DaprPorts: Sendable {
    /// What the sidecar calls; mount it on the application's HTTP server.
    public let callbacks: DaprCallbacks
    /// Publish and subscribe.
    public let bus: DaprEventBus
    /// Durable timers.
    public let scheduler: DaprJobScheduler
    /// Calls of other applications, and the serving side.
    public let invoker: DaprServiceInvoker
    private let transport: any DaprTransport

    /// The ports over that transport.
    public init(
        transport: any DaprTransport, callbacks: DaprCallbacks = .init(), clock: any WallClock,
        bus: DaprBusSettings = .init(), jobs: DaprJobSettings = .init()
    ) {
        self.transport = transport
        self.callbacks = callbacks
        self.bus = DaprEventBus(transport: transport, callbacks: callbacks, clock: clock, settings: bus)
        scheduler = DaprJobScheduler(transport: transport, callbacks: callbacks, clock: clock, settings: jobs)
        invoker = DaprServiceInvoker(transport: transport, callbacks: callbacks)
    }

    /// Small keyed state in that component.
    public func stateStore(_ settings: DaprStateSettings) -> DaprStateStore {
        DaprStateStore(transport: transport, settings: settings)
    }

    /// Secrets in the component of that name.
    public func secretStore(_ name: String) -> DaprSecretStore {
        DaprSecretStore(transport: transport, store: name)
    }
}

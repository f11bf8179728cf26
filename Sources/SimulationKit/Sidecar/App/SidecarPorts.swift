public import ServicePorts

/// The ports of an application whose world is its sidecar.
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
        let link = SidecarLink(app: app, sidecar: sidecar)
        bus = SidecarEventBus(link: link, clock: environment.clock)
        scheduler = SidecarJobScheduler(link: link, clock: environment.clock)
        invoker = SidecarServiceInvoker(link: link)
        state = SidecarStateStore(link: link, store: stateStore)
        secrets = SidecarSecretStore(link: link, store: secretStore)
    }
}

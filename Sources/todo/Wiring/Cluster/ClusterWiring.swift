internal import DaprAdapters
internal import DaprHTTP
internal import ServiceLifecycle
internal import ServicePorts
internal import TodoServer

/// One service on the cluster's ports, and the front door before it.
///
/// Everything is registered with the ports before the front door listens, as the sidecar asks for subscriptions once.
struct ClusterWiring {
    /// What is reached over the network.
    let frontDoor: FrontDoor
    /// What goes on as long as the process serves, first what others rely on.
    let loops: [any Service]

    /// Makes and registers the service; throws what the ports throw.
    init(_ service: ClusterService, _ process: ServingProcess, _ ports: ClusterPorts) async throws {
        let services = ClusterServices(process: process, ports: ports)
        let made =
            switch service {
            case .backend: try await services.backend()
            case .notification: try await services.notification()
            case .recurring: try await services.recurring()
            case .audit: try await services.audit()
            case .websocket: try await services.websocket()
            case .mcp, .frontend: ClusterServices.Made()
            }
        let callbacks = DaprMiddleware<TodoRequestContext>(callbacks: ports.dapr.callbacks)
        frontDoor = FrontDoor(
            .init(
                zones: services.zones, clock: ports.clock, random: SystemRandomSource(),
                registry: process.observability.registry,
                checkReadiness: {
                    try await ports.checkReadiness()
                    try made.checkAdmission()
                }),
            serving: service.usesSidecar ? [.foreign(callbacks)] + made.surfaces : made.surfaces, policy: made.policy)
        loops = made.loops
    }
}

internal import SidecarRules
internal import SimulationKit
internal import TodoPorts
internal import TodoServices

/// What stands behind the ports of a run.
public enum SystemWiring: String, Sendable, CaseIterable {
    /// The simulated broker, scheduler and network themselves.
    case direct
    /// A sidecar at each node, spoken to in requests and answers; behind it is the same.
    case sidecar
}

/// How the sidecars of a run are configured, and what is wrong with the application's side of them.
struct SidecarWiring: Sendable {
    /// Retries of deliveries before the dead letter.
    ///
    /// Without any the first failure would be one; growing pauses would end after fifteen minutes whatever was
    /// configured, so that a longer outage buried good events. The application gives up by its own policy.
    var inbound: SidecarRetryPolicy? = .constant(.seconds(5), maximumRetries: nil)
    /// What a faulty codec changes.
    var tap = SidecarTap()

    func ports(of role: SystemRole, _ environment: NodeEnvironment, _ backends: SidecarBackends) -> SidecarPorts {
        var settings = SidecarSettings(appID: role.appID, component: SidecarPubSub.perGroup(inbound: inbound))
        settings.stateStores = ["state"]
        return SidecarPorts(environment, settings: settings, backends: backends, tap: tap)
    }
}

extension SystemRole {
    /// The application id of the role's service.
    var appID: String {
        switch self {
        case .backend: BackendMethods.serviceName
        case .notification: NotificationService.serviceName
        case .recurrence: RecurrenceService.serviceName
        case .audit: AuditService.serviceName
        case .realtime: RealtimeService.serviceName
        }
    }
}

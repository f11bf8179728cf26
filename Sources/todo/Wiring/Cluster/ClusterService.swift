internal import ArgumentParser
internal import DaprAdapters
internal import TodoPorts
internal import TodoServices

/// A service that can run in a process of its own; the raw value is what it is called on the command line.
enum ClusterService: String, CaseIterable, ExpressibleByArgument {
    case backend, notification, recurring, audit, websocket, mcp, frontend

    /// Its application id, by which sidecars know it.
    var applicationID: String {
        switch self {
        case .backend: BackendMethods.serviceName
        case .notification: NotificationService.serviceName
        case .recurring: RecurrenceService.serviceName
        case .audit: AuditService.serviceName
        case .websocket: RealtimeService.serviceName
        case .mcp: "mcp-server"
        case .frontend: "frontend"
        }
    }

    /// The TCP port that it listens on unless told otherwise.
    var standardPort: Int {
        switch self {
        case .backend: 8_000
        case .mcp: 8_001
        case .notification: 8_002
        case .recurring: 8_003
        case .audit: 8_004
        case .websocket: 8_005
        case .frontend: 3_000
        }
    }

    /// True when it reads or writes the database.
    var usesDatabase: Bool { self == .backend || self == .audit || self == .notification }

    /// True when a sidecar stands beside it.
    var usesSidecar: Bool { self != .mcp && self != .frontend }

    /// True when it checks access tokens.
    var checksTokens: Bool { self == .backend || self == .websocket }

    /// The components that it cannot do without.
    func needs(_ settings: Settings) -> [DaprNeed] {
        guard usesSidecar else { return [] }
        let pubSub: Setting = self == .websocket ? .realtimePubSub : .pubSub
        var needs = [DaprNeed(.pubSub, settings.text(pubSub))]
        if checksTokens { needs.append(DaprNeed(.state, settings.text(.stateStore))) }
        if checksTokens, !SigningSecret(settings: settings).isConfigured {
            needs.append(DaprNeed(.secrets, settings.text(.secretStore)))
        }
        return needs
    }
}

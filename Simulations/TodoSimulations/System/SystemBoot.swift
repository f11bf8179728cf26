internal import Logging
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Starts the services of each role as every wiring does.
enum SystemBoot {
    /// The trace tells what happens; log lines would only cost time.
    private static let quiet = Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() })

    static func start(_ role: SystemRole, _ ports: NodePorts, _ system: TodoSystem) async throws {
        switch role {
        case .backend: try await startBackend(ports, system)
        case .notification: try await startNotification(ports, system)
        case .recurrence: try await startRecurrence(ports, system)
        case .audit: try await startAudit(ports)
        case .realtime: try await startRealtime(ports, system)
        }
    }

    private static func startBackend(_ ports: NodePorts, _ system: TodoSystem) async throws {
        let service = TaskService(
            lane: ports.environment.lane(named: "tasks"), store: ports.taskStore, clock: ports.clock,
            zones: ports.zones, logger: quiet)
        try await service.serveMethods(on: ports.host)
        try await UserMethods.serve(service, on: ports.frontDoor, parts: system.parts)
        let relay = OutboxRelay(
            lane: ports.environment.lane(named: "relay"), store: ports.taskStore, bus: ports.bus, clock: ports.clock,
            logger: quiet)
        ports.environment.spawn(named: "relay") { try await relay.run() }
    }

    private static func startNotification(_ ports: NodePorts, _ system: TodoSystem) async throws {
        let service = NotificationService(
            lane: ports.environment.lane(named: "notification"), scheduler: ports.scheduler, invoker: ports.invoker,
            clock: ports.clock, logger: quiet)
        _ = try await service.start(on: ports.bus)
        if system.plan?.webhooks != nil { try await startWebhooks(ports) }
        guard system.parts.sweepsReminders else { return }
        let clock = ports.clock
        let interval = system.plan?.sweepInterval ?? ReminderSweep.interval
        ports.environment.spawn(named: "reminder sweep") { try await service.sweep(every: interval, clock: clock) }
    }

    private static func startWebhooks(_ ports: NodePorts) async throws {
        let service = WebhookService(
            lane: ports.environment.lane(named: "webhooks"), store: ports.webhookStore, sender: ports.webhookSender,
            clock: ports.clock, limits: WebhookLimits(lookInterval: .seconds(30)), logger: quiet)
        _ = try await service.start(on: ports.bus)
        ports.environment.spawn(named: "webhooks") { try await service.run() }
    }

    private static func startRecurrence(_ ports: NodePorts, _ system: TodoSystem) async throws {
        let service = RecurrenceService(
            lane: ports.environment.lane(named: "recurrence"), scheduler: ports.scheduler, invoker: ports.invoker,
            zones: ports.zones, logger: quiet)
        _ = try await service.start(on: ports.bus)
        guard system.parts.sweepsOccurrences else { return }
        let clock = ports.clock
        let interval = system.plan?.sweepInterval ?? .seconds(3_600)
        ports.environment.spawn(named: "occurrence sweep") { try await service.sweep(every: interval, clock: clock) }
    }

    private static func startAudit(_ ports: NodePorts) async throws {
        let service = AuditService(
            lane: ports.environment.lane(named: "audit"), log: ports.auditLog, digest: SimulationDigest(), logger: quiet
        )
        _ = try await service.start(on: ports.bus)
    }

    private static func startRealtime(_ ports: NodePorts, _ system: TodoSystem) async throws {
        let replica = ports.environment.node?.name ?? "outside"
        let lookAround: Duration =
            system.parts.looksAround ? system.plan?.sweepInterval ?? .seconds(3_600) : .seconds(1_000_000_000)
        let service = RealtimeService(
            lane: ports.environment.lane(named: "realtime"), replica: "\(replica)-\(ports.environment.incarnation)",
            invoker: ports.invoker, clock: ports.clock,
            settings: .init(lookAround: lookAround, presencePause: system.isLive ? .seconds(1) : nil), logger: quiet)
        _ = try await service.start(on: ports.bus)
        ports.environment.spawn(named: "look back") { try await service.run() }
        let board = system.isLive ? shareConnections(of: service, ports) : nil
        // A connection that begins before the subscription could miss a change for as long as nothing else changes.
        try await ports.announce()
        let desk = CommandDesk(invoker: ports.invoker, clock: ports.clock)
        system.directory.add(
            RealtimeReplica(environment: ports.environment, service: service, desk: desk, board: board))
    }

    /// Only where replicas come and go all the time, since a look every two seconds would be most of a quiet year.
    private static func shareConnections(of service: RealtimeService, _ ports: NodePorts) -> PresenceBoard {
        let board = PresenceBoard(
            lane: ports.environment.lane(named: "presence"),
            replica: "\(ports.environment.node?.name ?? "outside")-\(ports.environment.incarnation)",
            store: ports.state, clock: ports.clock, logger: quiet)
        ports.environment.spawn(named: "presence") { await board.run(beside: service) }
        return board
    }
}

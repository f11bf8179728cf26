internal import CivilTime
internal import ServicePorts
internal import TodoPorts
internal import TodoServer
internal import TodoServices

/// The services on the embedded ports, each on a lane of its own.
struct EmbeddedServices {
    let tasks: TaskService
    let audit: AuditService
    let notification: NotificationService
    let recurrence: RecurrenceService
    let realtime: RealtimeService
    let relay: OutboxRelay
    let webhooks: WebhookService

    init(
        ports: EmbeddedPorts, lanes: Lanes, zones: any ZoneDatabase, clock: any WallClock, mostSocketsPerUser: Int,
        sender: any WebhookSender
    ) {
        tasks = TaskService(lane: lanes.next(), store: ports.tasks, clock: clock, zones: zones)
        audit = AuditService(lane: lanes.next(), log: ports.audit, digest: ContentHash())
        notification = NotificationService(
            lane: lanes.next(), scheduler: ports.scheduler, invoker: ports.invoker, clock: clock)
        recurrence = RecurrenceService(
            lane: lanes.next(), scheduler: ports.scheduler, invoker: ports.invoker, zones: zones)
        realtime = RealtimeService(
            lane: lanes.next(), replica: "embedded", rooms: WebSocketRooms(), invoker: ports.invoker, clock: clock,
            settings: .init(mostConnectionsPerUser: mostSocketsPerUser))
        relay = OutboxRelay(lane: lanes.next(), store: ports.tasks, bus: ports.bus, clock: clock)
        webhooks = WebhookService(lane: lanes.next(), store: ports.webhooks, sender: sender, clock: clock)
    }

    /// Begins to answer and to take events; throws what the ports throw.
    func start(_ ports: EmbeddedPorts) async throws {
        try await tasks.serveMethods(on: ports.invoker)
        _ = try await audit.start(on: ports.bus)
        _ = try await notification.start(on: ports.bus)
        _ = try await recurrence.start(on: ports.bus)
        _ = try await realtime.start(on: ports.bus)
        _ = try await webhooks.start(on: ports.bus)
    }
}

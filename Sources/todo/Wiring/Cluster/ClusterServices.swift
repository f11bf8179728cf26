internal import DaprAdapters
internal import PostgresAdapters
internal import ServiceLifecycle
internal import ServicePorts
internal import TodoPorts
internal import TodoServer
internal import TodoServices

/// How each service is put together on the cluster's ports.
struct ClusterServices {
    /// What there is to serve, and what goes on as long as the process serves.
    typealias Made = (surfaces: [FrontDoor.Surface], loops: [any Service])

    let process: ServingProcess
    let ports: ClusterPorts
    let zones: SystemZoneDatabase
    private let lanes: Lanes
    private var settings: Settings { process.settings }

    init(process: ServingProcess, ports: ClusterPorts) {
        self.process = process
        self.ports = ports
        zones = SystemZoneDatabase.checked(directory: process.settings.text(.zoneDirectory))
        lanes = Lanes(process.group)
    }

    func backend() async throws -> Made {
        let pool = try ports.requirePool()
        let clock = ports.clock
        let store = PostgresTaskStore(pool: pool)
        let tasks = TaskService(lane: lanes.next(), store: store, clock: clock, zones: zones)
        try await tasks.serveMethods(on: ports.dapr.invoker)
        let relay = OutboxRelay(lane: lanes.next(), store: store, bus: ports.dapr.bus, clock: clock)
        // It only reads the trails, which the audit service writes.
        let audit = AuditService(lane: lanes.next(), log: PostgresAuditLog(pool: pool), digest: ContentHash())
        let tokens = try await accessTokens()
        let hasAccounts = settings.text(.localAccounts) == "on"
        let files = FileSurface(
            tasks: tasks, audit: audit, tokens: tokens, feeds: PostgresCalendarFeedStore(pool: pool),
            users: PostgresUserRegistry(pool: pool), passwordThreads: hasAccounts ? process.passwordThreads : nil)
        var surfaces = [FrontDoor.Surface.tasks(tasks, audit, tokens), .files(files)]
        if hasAccounts {
            surfaces.append(
                .accounts(
                    PostgresAccountStore(pool: pool), tokens, passwordThreads: process.passwordThreads))
        }
        let maintenance = TaskMaintenance(store: store, clock: clock, settings: settings)
        return (
            surfaces,
            [
                BackgroundLoop { await store.run() },
                BackgroundLoop { try await relay.run() },
                BackgroundLoop { try await maintenance.run() },
                zoneDataLoop {},
            ]
        )
    }

    func notification() async throws -> Made {
        let clock = ports.clock
        let service = NotificationService(
            lane: lanes.next(), scheduler: ports.dapr.scheduler, invoker: ports.dapr.invoker, clock: clock)
        _ = try await service.start(on: ports.dapr.bus)
        return (
            [], [BackgroundLoop { try await service.sweep(clock: clock) }, zoneDataLoop { await service.sweep() }]
        )
    }

    func recurring() async throws -> Made {
        let clock = ports.clock
        let service = RecurrenceService(
            lane: lanes.next(), scheduler: ports.dapr.scheduler, invoker: ports.dapr.invoker, zones: zones)
        _ = try await service.start(on: ports.dapr.bus)
        return (
            [], [BackgroundLoop { try await service.sweep(clock: clock) }, zoneDataLoop { await service.sweep() }]
        )
    }

    func audit() async throws -> Made {
        let log = PostgresAuditLog(pool: try ports.requirePool())
        let service = AuditService(lane: lanes.next(), log: log, digest: ContentHash())
        _ = try await service.start(on: ports.dapr.bus)
        return ([], [])
    }

    func websocket() async throws -> Made {
        let lane = lanes.nextShared()
        let service = RealtimeService(
            lane: lane, replica: ReplicaName.current(port: process.port), rooms: WebSocketRooms(),
            invoker: ports.dapr.invoker,
            clock: ports.clock,
            settings: .init(mostConnectionsPerUser: settings.integer(.mostSocketsPerUser)))
        _ = try await service.start(on: ports.dapr.bus)
        let updates = DirectUpdates(service: service, lane: lane, settings: ports.callbackSettings)
        let desk = CommandDesk(invoker: ports.dapr.invoker, clock: ports.clock)
        return (
            [.realtime(service, desk, try await accessTokens()), .direct(updates.requests)],
            [BackgroundLoop { try await service.run() }]
        )
    }

    private func zoneDataLoop(onChange: @escaping @Sendable () async -> Void) -> BackgroundLoop {
        let loop = ZoneDataLoop(zones: zones, clock: ports.clock, settings: settings, onChange: onChange)
        return BackgroundLoop { try await loop.run() }
    }

    private func accessTokens() async throws -> AccessTokens {
        try await SigningSecret(settings: settings).tokens(clock: ports.clock) { try await ports.signingSecret() }
    }
}

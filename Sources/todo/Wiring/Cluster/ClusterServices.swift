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
    struct Made {
        var surfaces: [FrontDoor.Surface] = []
        var loops: [any Service] = []
        var policy: FrontDoorPolicy = .init()
        /// Throws while nobody can be let in.
        var checkAdmission: @Sendable () throws -> Void = {}
    }

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
        let access = PostgresAccessStore(pool: pool)
        try await AccessAnswers(store: access).serveMethods(on: ports.dapr.invoker)
        let admission = try await admission(
            .init(
                revocations: { try await access.revocations(after: $0, limit: $1) },
                apiTokens: APITokenDirectory(store: access), isRequired: true))
        let callers = admission.authenticator
        let policy = FrontDoorPolicy(settings, state: ports.state, clock: clock)
        let webhooks = PostgresWebhookStore(pool: pool)
        let hasAccounts = settings.text(.localAccounts) == "on"
        let files = FileSurface(
            tasks: tasks, audit: audit, authenticator: callers, feeds: PostgresCalendarFeedStore(pool: pool),
            webhooks: webhooks,
            users: PostgresUserRegistry(pool: pool), passwordThreads: hasAccounts ? process.passwordThreads : nil)
        var surfaces = [FrontDoor.Surface.tasks(tasks, audit, callers), .access(access, callers), .files(files)]
        surfaces.append(.webhooks(WebhookSurface(process, store: webhooks, authenticator: callers)))
        if hasAccounts {
            surfaces.append(
                .accounts(
                    PostgresAccountStore(pool: pool), access, callers, passwordThreads: process.passwordThreads))
        }
        let maintenance = TaskMaintenance(store: store, clock: clock, settings: settings)
        return Made(
            surfaces: surfaces,
            loops: [
                BackgroundLoop { await store.run() },
                BackgroundLoop { try await relay.run() },
                BackgroundLoop { try await maintenance.run() },
                zoneDataLoop {},
            ] + admission.loops + (policy.loop.map { [$0] } ?? []),
            policy: policy)
    }

    func notification() async throws -> Made {
        let clock = ports.clock
        let service = NotificationService(
            lane: lanes.next(), scheduler: ports.dapr.scheduler, invoker: ports.dapr.invoker, clock: clock)
        _ = try await service.start(on: ports.dapr.bus)
        // Beside the reminders, as nothing else may be told to speak to whoever users name.
        let webhooks = WebhookService(
            lane: lanes.next(), store: PostgresWebhookStore(pool: try ports.requirePool()),
            sender: WebhookHTTPSender(process), clock: clock)
        _ = try await webhooks.start(on: ports.dapr.bus)
        return Made(
            loops: [
                BackgroundLoop { try await webhooks.run() },
                BackgroundLoop { try await service.sweep(clock: clock) }, zoneDataLoop { await service.sweep() },
            ])
    }

    func recurring() async throws -> Made {
        let clock = ports.clock
        let service = RecurrenceService(
            lane: lanes.next(), scheduler: ports.dapr.scheduler, invoker: ports.dapr.invoker, zones: zones)
        _ = try await service.start(on: ports.dapr.bus)
        return Made(
            loops: [
                BackgroundLoop { try await service.sweep(clock: clock) }, zoneDataLoop { await service.sweep() },
            ])
    }

    func audit() async throws -> Made {
        let log = PostgresAuditLog(pool: try ports.requirePool())
        let service = AuditService(lane: lanes.next(), log: log, digest: ContentHash())
        _ = try await service.start(on: ports.dapr.bus)
        return Made()
    }

    func websocket() async throws -> Made {
        let lane = lanes.nextShared()
        let replica = ReplicaName.current(port: process.port)
        let service = RealtimeService(
            lane: lane, replica: replica, rooms: WebSocketRooms(),
            invoker: ports.dapr.invoker,
            clock: ports.clock,
            settings: .init(mostConnectionsPerUser: settings.integer(.mostSocketsPerUser)))
        _ = try await service.start(on: ports.dapr.bus)
        let updates = DirectUpdates(service: service, lane: lane, settings: ports.callbackSettings)
        let desk = CommandDesk(invoker: ports.dapr.invoker, clock: ports.clock)
        let backend = BackendAccess(invoker: ports.dapr.invoker)
        // The backend may be on its way still: nobody is let in until it has told what was revoked.
        let admission = try await admission(
            .init(
                revocations: { try await backend.revocations(after: $0, limit: $1) },
                apiTokens: APITokenDirectory(backend: backend), isRequired: false))
        let policy = FrontDoorPolicy(settings, state: nil, clock: ports.clock)
        let board = PresenceBoard(lane: lanes.next(), replica: replica, store: ports.state, clock: ports.clock)
        return Made(
            surfaces: [.realtime(service, desk, admission.authenticator), .direct(updates.requests)],
            loops: [
                BackgroundLoop { try await service.run() },
                BackgroundLoop(stop: { board.end() }) { await board.run(beside: service) },
            ] + admission.loops, policy: policy
        ) { [revocations = admission.revocations] in
            guard revocations.isKnown else { throw ProgramFault("the backend has not told yet what was revoked") }
        }
    }

    private func zoneDataLoop(onChange: @escaping @Sendable () async -> Void) -> BackgroundLoop {
        let loop = ZoneDataLoop(zones: zones, clock: ports.clock, settings: settings, onChange: onChange)
        return BackgroundLoop { try await loop.run() }
    }

    private func admission(_ sources: Admission.Sources) async throws -> Admission {
        try await Admission(settings, sources, clock: ports.clock, group: process.group) {
            try await ports.signingSecrets()
        }
    }
}

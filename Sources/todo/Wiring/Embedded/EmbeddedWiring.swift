internal import EmbeddedAdapters
internal import ServiceLifecycle
internal import ServicePorts
internal import TodoPorts
internal import TodoServer
internal import TodoServices

/// The embedded parts put together: ports on one SQLite file, the services on them, and the front door before those.
struct EmbeddedWiring {
    /// What is reached over the network.
    let frontDoor: FrontDoor
    /// What goes on as long as the process serves, first what others rely on.
    let loops: [any Service]

    /// Makes and starts everything but the loops and the server; throws what the ports throw.
    init(_ process: ServingProcess, database: EmbeddedDatabase) async throws {
        let settings = process.settings
        let clock = SystemClock()
        let random = SystemRandomSource()
        let zones = SystemZoneDatabase.checked(directory: settings.text(.zoneDirectory))
        let notices = EmbeddedNotices()
        let ports = EmbeddedPorts(database: database, clock: clock, notify: notices.record)
        let services = EmbeddedServices(
            ports: ports, lanes: Lanes(process.group), zones: zones, clock: clock,
            mostSocketsPerUser: settings.integer(.mostSocketsPerUser), sender: WebhookHTTPSender(process))
        try await services.start(ports)
        let access = ports.access
        let admission = try await Admission(
            settings,
            .init(
                revocations: { try await access.revocations(after: $0, limit: $1) },
                apiTokens: APITokenDirectory(store: access), isRequired: true),
            clock: clock, group: process.group
        ) {
            [try await SigningSecret.kept(in: ports.state, random: random)]
        }
        let callers = admission.authenticator
        let policy = FrontDoorPolicy(settings, state: ports.state, clock: clock)
        frontDoor = FrontDoor(
            .init(
                zones: zones, clock: clock, random: random, registry: process.observability.registry,
                checkReadiness: { try await database.check() }),
            serving: [
                .page,
                .accounts(ports.accounts, ports.access, callers, passwordThreads: process.passwordThreads),
                .access(ports.access, callers), .tasks(services.tasks, services.audit, callers),
                .realtime(services.realtime, CommandDesk(invoker: ports.invoker, clock: clock), callers),
                .files(
                    FileSurface(
                        tasks: services.tasks, audit: services.audit, authenticator: callers, feeds: ports.feeds,
                        webhooks: ports.webhooks, users: ports.users, passwordThreads: process.passwordThreads)),
                .webhooks(WebhookSurface(process, store: ports.webhooks, authenticator: callers)),
            ],
            policy: policy)
        let maintenance = EmbeddedMaintenance(
            bus: ports.bus, state: ports.state, tasks: ports.tasks, clock: clock,
            settings: EmbeddedMaintenanceSettings(
                idempotencyRetention: .seconds(settings.integer(.idempotencyHours) * 3_600),
                updatesPerUser: settings.integer(.updatesKeptPerUser)),
            notify: notices.record)
        let zoneData = ZoneDataLoop(zones: zones, clock: clock, settings: settings) {
            await services.notification.sweep()
            await services.recurrence.sweep()
        }
        loops =
            EmbeddedWiring.loops(ports, services, maintenance, clock)
            + [BackgroundLoop { try await zoneData.run() }] + admission.loops + (policy.loop.map { [$0] } ?? [])
    }

    private static func loops(
        _ ports: EmbeddedPorts, _ services: EmbeddedServices, _ maintenance: EmbeddedMaintenance,
        _ clock: any WallClock
    ) -> [any Service] {
        let (bus, scheduler) = (ports.bus, ports.scheduler)
        return [
            BackgroundLoop(stop: { bus.shutDown() }) { try await bus.run() },
            BackgroundLoop(stop: { scheduler.shutDown() }) { try await scheduler.run() },
            BackgroundLoop { try await services.relay.run() },
            BackgroundLoop { try await services.realtime.run() },
            BackgroundLoop { try await services.recurrence.sweep(clock: clock) },
            BackgroundLoop { try await services.notification.sweep(clock: clock) },
            BackgroundLoop { try await services.webhooks.run() },
            BackgroundLoop { await maintenance.run() },
        ]
    }
}

internal import EmbeddedAdapters
internal import Logging
internal import NIOPosix
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
    init(
        settings: Settings, database: EmbeddedDatabase, lanes: Lanes, passwordThreads: NIOThreadPool,
        registry: PrometheusRegistry
    ) async throws {
        let clock = SystemClock()
        let random = SystemRandomSource()
        let zones = SystemZoneDatabase(directory: settings.text(.zoneDirectory))
        EmbeddedWiring.warnAboutZones(zones, directory: settings.text(.zoneDirectory))
        let notices = EmbeddedNotices()
        let ports = EmbeddedPorts(database: database, clock: clock, notify: notices.record)
        let services = EmbeddedServices(ports: ports, lanes: lanes, zones: zones, clock: clock)
        try await services.start(ports)
        let secret = try await SigningSecret(settings: settings, state: ports.state, random: random).find()
        let lifetime = Duration.seconds(settings.integer(.tokenLifetimeSeconds))
        frontDoor = FrontDoor(
            .init(
                tasks: services.tasks, audit: services.audit, realtime: services.realtime, accounts: ports.accounts,
                tokens: await AccessTokens(secret: secret, clock: clock, lifetime: lifetime), zones: zones,
                clock: clock, random: random, registry: registry, passwordThreads: passwordThreads,
                checkReadiness: { try await database.check() }))
        let maintenance = EmbeddedMaintenance(
            bus: ports.bus, state: ports.state, tasks: ports.tasks, clock: clock,
            settings: EmbeddedMaintenanceSettings(
                idempotencyRetention: .seconds(settings.integer(.idempotencyHours) * 3_600),
                updatesPerUser: settings.integer(.updatesKeptPerUser)),
            notify: notices.record)
        let zoneData = ZoneDataLoop(
            zones: zones, services: services, clock: clock, interval: .seconds(settings.integer(.zoneCheckSeconds)))
        loops =
            EmbeddedWiring.loops(ports, services, maintenance, clock)
            + [BackgroundLoop { try await zoneData.run() }]
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
            BackgroundLoop { try await services.recurrence.sweep(clock: clock) },
            BackgroundLoop { try await services.notification.sweep(clock: clock) },
            BackgroundLoop { await maintenance.run() },
        ]
    }

    private static func warnAboutZones(_ zones: SystemZoneDatabase, directory: String) {
        guard zones.rules(named: "Europe/London") == nil else { return }
        Logger(label: "zones").warning(
            "no time zones found; dates can have no zone but UTC (install tzdata)",
            metadata: ["directory": "\(directory)"])
    }
}

internal import DaprAdapters
internal import DaprHTTP
internal import Logging
internal import PostgresAdapters
internal import PostgresClient
internal import ServicePorts
internal import TodoServer

/// What a service's process is connected to: the database, if it uses one, and the sidecar.
struct ClusterPorts {
    private let service: ClusterService
    private let settings: Settings
    let clock: SystemClock = .init()
    /// The general ports through the sidecar.
    let dapr: DaprPorts
    /// What is demanded of the sidecar's calls.
    let callbackSettings: DaprCallbackSettings
    private let sidecar: DaprSidecar
    private let transport: HTTPDaprTransport
    private let database: PostgresSettings?
    private let pool: PostgresPool?

    /// Reads what is set and connects to nothing yet; throws `SettingsFault` or what the adapters throw.
    init(_ service: ClusterService, _ process: ServingProcess, environment: [String: String]) async throws {
        self.service = service
        settings = process.settings
        database = service.usesDatabase ? try DatabaseSettings(settings).postgres(service.applicationID) : nil
        pool = database.map {
            PostgresPool($0, limits: .init(connections: process.settings.integer(.databaseConnections)))
        }
        let endpoint = try DaprEndpoint(environment: environment)
        transport = HTTPDaprTransport(endpoint, group: process.group)
        sidecar = DaprSidecar(transport: transport, clock: clock)
        let logger = Logger(label: "sidecar")
        if service.usesSidecar, endpoint.appToken == nil {
            logger.warning("APP_API_TOKEN is not set: whoever reaches this port can pass for the sidecar")
        }
        var callbacks = endpoint.callbackSettings
        callbacks.healthPath = nil
        callbacks.onRefused = { path in
            logger.error(
                "a call with a wrong dapr-api-token was refused; APP_API_TOKEN must be the sidecar's own",
                metadata: ["path": "\(path)"])
        }
        callbackSettings = callbacks
        dapr = DaprPorts(
            transport: transport, callbacks: DaprCallbacks(settings: callbacks), clock: clock,
            bus: ClusterPorts.bus(service, process.settings, logger))
    }

    /// Each service has one consumer group, its own, so one component serves all; only realtime replicas need another.
    private static func bus(_ service: ClusterService, _ settings: Settings, _ logger: Logger) -> DaprBusSettings {
        let (pubSub, realtime) = (settings.text(.pubSub), settings.text(.realtimePubSub))
        var bus = DaprBusSettings()
        bus.publishComponent = pubSub
        bus.component = { options in options.start == .latest ? realtime : pubSub }
        let gathering = settings.integer(.updateGatheringMilliseconds)
        // Only these come in such numbers that it pays, and everything in them is small enough for bulk's numbers.
        if service == .websocket, gathering > 0 {
            bus.bulkDelivery = DaprSubscription.Bulk(longestWait: .milliseconds(gathering))
        }
        bus.onGivenUp = { letter in
            logger.error(
                "event given up",
                metadata: [
                    "event_id": "\(letter.eventID)", "attempts": "\(letter.attempts)", "reason": "\(letter.reason)",
                ])
        }
        return bus
    }

    /// Returns once the database has the schema that is needed and the sidecar the components; throws what is wrong.
    func requireUsable() async throws {
        if let database { try await PostgresMigrator(database).requireCurrent() }
        guard service.usesSidecar else { return }
        try await sidecar.waitUntilReady(patience: .seconds(settings.integer(.sidecarWaitSeconds)))
        try await sidecar.require(service.needs(settings))
    }

    /// The pool of a service that uses the database; throws `ProgramFault` for one that does not.
    func requirePool() throws -> PostgresPool {
        guard let pool else { throw ProgramFault("the service '\(service.rawValue)' has no database") }
        return pool
    }

    /// Throws when requests cannot be answered now, or events do not come.
    @Sendable func checkReadiness() async throws {
        try await pool?.check()
        guard service.usesSidecar else { return }
        try await sidecar.checkReadiness(for: dapr.callbacks)
    }

    /// The secrets that the secret component holds, one a line; throws `ProgramFault` when there is none.
    func signingSecrets() async throws -> [[UInt8]] {
        let (store, name) = (settings.text(.secretStore), settings.text(.jwtSecretName))
        do {
            return SigningSecret.lines(try await dapr.secretStore(store).secret(named: name))
        } catch SecretStoreError.notFound(_, let place) {
            throw ProgramFault(
                "\(place) has no secret '\(name)', which signs access tokens; add one of at least"
                    + " \(AccessTokens.minimumSecretBytes) bytes, or set \(Setting.jwtSecretFile.variable)")
        } catch SecretStoreError.unavailable(let reason) {
            throw ProgramFault("the secret that signs access tokens cannot be read: \(reason)")
        }
    }

    /// Where replicas share how much was asked of them.
    var state: DaprStateStore {
        dapr.stateStore(DaprStateSettings(store: settings.text(.stateStore)))
    }

    /// Ends every connection.
    func close() async throws {
        await pool?.shutDown()
        try await transport.shutdown()
    }
}

public import CivilTime
internal import Hummingbird
internal import HummingbirdCore
public import Logging
public import NIOCore
public import NIOPosix
public import ServiceLifecycle
public import ServicePorts
public import TodoPorts
public import TodoServices

/// Everything that is reached over the network, on one port: the page, the REST surface, WebSockets and operations.
public struct FrontDoor: Sendable {
    /// What the front door stands before.
    public struct Parts: Sendable {
        /// Writes and reads tasks.
        public var tasks: TaskService
        /// Reads audit trails.
        public var audit: AuditService
        /// Serves WebSockets.
        public var realtime: RealtimeService
        /// Keeps accounts.
        public var accounts: any AccountStore
        /// Issues and checks access tokens.
        public var tokens: AccessTokens
        /// Knows time zones.
        public var zones: any ZoneDatabase
        /// Tells the time.
        public var clock: any WallClock
        /// Gives identities and salts.
        public var random: any RandomSource
        /// Shows figures.
        public var registry: PrometheusRegistry
        /// Threads on which passwords are hashed.
        public var passwordThreads: NIOThreadPool
        /// Throws when requests cannot be answered now.
        public var checkReadiness: @Sendable () async throws -> Void

        /// All parts.
        public init(
            tasks: TaskService, audit: AuditService, realtime: RealtimeService, accounts: any AccountStore,
            tokens: AccessTokens, zones: any ZoneDatabase, clock: any WallClock, random: any RandomSource,
            registry: PrometheusRegistry, passwordThreads: NIOThreadPool,
            checkReadiness: @escaping @Sendable () async throws -> Void
        ) {
            self.tasks = tasks
            self.audit = audit
            self.realtime = realtime
            self.accounts = accounts
            self.tokens = tokens
            self.zones = zones
            self.clock = clock
            self.random = random
            self.registry = registry
            self.passwordThreads = passwordThreads
            self.checkReadiness = checkReadiness
        }
    }

    private let parts: Parts
    private let logger: Logger
    /// What hashing a new password costs.
    var passwordCost = PasswordHash.Cost.standard

    /// A front door before those parts.
    public init(_ parts: Parts, logger: Logger = Logger(label: "front-door")) {
        self.parts = parts
        self.logger = logger
    }

    /// The server as a service: it listens until a graceful shutdown, then lets requests finish and closes WebSockets
    /// with 1001; throws when it cannot listen.
    ///
    /// While `mostConnections` are open, further ones wait; `onListening` is told the port.
    public func server(
        host: String, port: Int, mostConnections: Int, group: any EventLoopGroup,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> any Service {
        let realtime = realtime
        let random = parts.random
        return Application(
            router: router(),
            server: HTTPServerBuilder { responder in
                FrontDoorChannel(
                    http: HTTP1Channel(responder: responder), realtime: realtime, random: random, limits: .init())
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(mostConnections, logger: logger)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }

    private var realtime: RealtimeFrontDoor {
        RealtimeFrontDoor(realtime: parts.realtime, tokens: parts.tokens, clock: parts.clock, logger: logger)
    }

    /// The routes with everything that goes around them.
    func router() -> Router<TodoRequestContext> {
        let router = Router(context: TodoRequestContext.self)
        router.add(middleware: RequestIdentity(random: parts.random))
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ProblemBoundary())
        OperationsRoutes(registry: parts.registry, zones: parts.zones, checkReadiness: parts.checkReadiness)
            .add(to: router)
        ProblemRoutes().add(to: router)
        WebRoutes().add(to: router)
        realtime.add(to: router)
        let hasher = PasswordHasher(pool: parts.passwordThreads, random: parts.random, cost: passwordCost)
        AuthenticationRoutes(
            accounts: parts.accounts, hasher: hasher, tokens: parts.tokens, clock: parts.clock, random: parts.random
        ).add(to: router)
        let user = router.group("/api/:user_id").add(middleware: BearerAuthentication(tokens: parts.tokens))
        TaskRoutes(tasks: parts.tasks, zones: parts.zones).add(to: user)
        SeriesRoutes(tasks: parts.tasks).add(to: user)
        ReminderRoutes(tasks: parts.tasks, zones: parts.zones).add(to: user)
        SettingsRoutes(tasks: parts.tasks, zones: parts.zones).add(to: user)
        TagRoutes(tasks: parts.tasks).add(to: user)
        AuditRoutes(audit: parts.audit).add(to: user)
        return router
    }
}

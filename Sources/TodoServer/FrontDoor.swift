public import CivilTime
public import Hummingbird
internal import HummingbirdCore
public import Logging
public import NIOCore
public import NIOPosix
public import ServiceLifecycle
public import ServicePorts
public import TodoPorts
public import TodoServices

/// Everything that a process answers over the network, on one port: surfaces for users, and what operators ask.
public struct FrontDoor: Sendable {
    /// What every front door stands on.
    public struct Basis: Sendable {
        /// Knows time zones.
        public var zones: any ZoneDatabase
        /// Tells the time.
        public var clock: any WallClock
        /// Gives identities and salts.
        public var random: any RandomSource
        /// Shows figures.
        public var registry: PrometheusRegistry
        /// Throws when requests cannot be answered now.
        public var checkReadiness: @Sendable () async throws -> Void

        /// All parts.
        public init(
            zones: any ZoneDatabase, clock: any WallClock, random: any RandomSource, registry: PrometheusRegistry,
            checkReadiness: @escaping @Sendable () async throws -> Void
        ) {
            self.zones = zones
            self.clock = clock
            self.random = random
            self.registry = registry
            self.checkReadiness = checkReadiness
        }
    }

    /// Something that is served beside what operators ask.
    public enum Surface: Sendable {
        /// The page.
        case page
        /// Sign-up and sign-in; passwords are hashed on those threads.
        case accounts(any AccountStore, AccessTokens, passwordThreads: NIOThreadPool)
        /// Tasks and all that belongs to them, and the audit trails.
        case tasks(TaskService, AuditService, AccessTokens)
        /// Files in and out, secret links to calendars, and the end of an account.
        case files(FileSurface)
        /// WebSockets.
        case realtime(RealtimeService, AccessTokens)
        /// What somebody else's middleware takes before anything of this front door sees it.
        case foreign(any MiddlewareProtocol<Request, Response, TodoRequestContext>)
    }

    private let basis: Basis
    private let surfaces: [Surface]
    private let logger: Logger
    /// What hashing a new password costs.
    var passwordCost = PasswordHash.Cost.standard

    /// A front door with those surfaces.
    public init(_ basis: Basis, serving surfaces: [Surface], logger: Logger = Logger(label: "front-door")) {
        self.basis = basis
        self.surfaces = surfaces
        self.logger = logger
    }

    /// The server as a service: it listens until a graceful shutdown, then lets requests finish and closes WebSockets
    /// with 1001; throws when it cannot listen.
    ///
    /// While `mostConnections` are open, further ones wait; `mostSockets` of them may be WebSockets. `onListening` is
    /// told the port.
    public func server(
        host: String, port: Int, mostConnections: Int, mostSockets: Int, group: any EventLoopGroup,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> any Service {
        let sockets = SocketAdmission(most: mostSockets)
        let realtime = realtime(sockets)
        let random = basis.random
        return Application(
            router: router(sockets),
            server: HTTPServerBuilder { responder in
                FrontDoorChannel(
                    http: HTTP1Channel(responder: responder), realtime: realtime, random: random, limits: .init(),
                    sockets: sockets)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(mostConnections, logger: logger)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }

    private func realtime(_ sockets: SocketAdmission) -> RealtimeFrontDoor? {
        for case .realtime(let service, let tokens) in surfaces {
            return RealtimeFrontDoor(
                realtime: service, tokens: tokens, clock: basis.clock, logger: logger, sockets: sockets)
        }
        return nil
    }

    /// The routes with everything that goes around them.
    func router(_ sockets: SocketAdmission = SocketAdmission(most: .max)) -> Router<TodoRequestContext> {
        let router = Router(context: TodoRequestContext.self)
        for case .foreign(let middleware) in surfaces { router.add(middleware: middleware) }
        router.add(middleware: RequestIdentity(random: basis.random))
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ProblemBoundary())
        OperationsRoutes(registry: basis.registry, zones: basis.zones, checkReadiness: basis.checkReadiness)
            .add(to: router)
        ProblemRoutes().add(to: router)
        for surface in surfaces { add(surface, sockets, to: router) }
        return router
    }

    private func add(_ surface: Surface, _ sockets: SocketAdmission, to router: Router<TodoRequestContext>) {
        switch surface {
        case .page: WebRoutes().add(to: router)
        case .accounts(let accounts, let tokens, let threads):
            let hasher = PasswordHasher(pool: threads, random: basis.random, cost: passwordCost)
            AuthenticationRoutes(
                accounts: accounts, hasher: hasher, tokens: tokens, clock: basis.clock, random: basis.random
            ).add(to: router)
        case .tasks(let tasks, let audit, let tokens):
            let user = router.group("/api/:user_id").add(middleware: BearerAuthentication(tokens: tokens))
            TaskRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            SeriesRoutes(tasks: tasks).add(to: user)
            ReminderRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            SettingsRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            TagRoutes(tasks: tasks).add(to: user)
            AuditRoutes(audit: audit).add(to: user)
        case .files(let files): add(files, to: router)
        case .realtime(let service, let tokens):
            realtime(sockets)?.add(to: router)
            let user = router.group("/api/:user_id").add(middleware: BearerAuthentication(tokens: tokens))
            UpdateRoutes(realtime: service, clock: basis.clock).add(to: user)
        case .foreign: break
        }
    }

    private func add(_ files: FileSurface, to router: Router<TodoRequestContext>) {
        let user = router.group("/api/:user_id").add(middleware: BearerAuthentication(tokens: files.tokens))
        let admission = FileAdmission()
        ExportRoutes(files: files, zones: basis.zones, clock: basis.clock, admission: admission).add(to: user)
        ImportRoutes(tasks: files.tasks, zones: basis.zones, clock: basis.clock, admission: admission).add(to: user)
        let feeds = FeedRoutes(
            files: files, zones: basis.zones, clock: basis.clock, random: basis.random, admission: admission)
        feeds.add(to: user)
        feeds.addLink(to: router)
        let hasher = files.passwordThreads.map { PasswordHasher(pool: $0, random: basis.random, cost: passwordCost) }
        AccountRoutes(files: files, hasher: hasher, clock: basis.clock).add(to: user)
    }
}

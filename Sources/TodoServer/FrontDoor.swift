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
        /// Sign-up, sign-in and change of password; passwords are hashed on those threads.
        case accounts(any AccountStore, any AccessStore, Authenticator, passwordThreads: NIOThreadPool)
        /// API tokens, and the end of all sessions.
        case access(any AccessStore, Authenticator)
        /// Tasks and all that belongs to them, and the audit trails.
        case tasks(TaskService, AuditService, Authenticator)
        /// Files in and out, secret links to calendars, and the end of an account.
        case files(FileSurface)
        /// Webhooks.
        case webhooks(WebhookSurface)
        /// WebSockets, and the desk that takes the commands which come over them.
        case realtime(RealtimeService, CommandDesk, Authenticator)
        /// What somebody else's middleware takes before anything of this front door sees it.
        case foreign(any MiddlewareProtocol<Request, Response, TodoRequestContext>)
        /// Requests that a connection answers by itself, where it can, before anything else sees them.
        case direct(DirectRequests)
    }

    let basis: Basis
    let policy: FrontDoorPolicy
    private let surfaces: [Surface]
    private let logger: Logger
    /// What hashing a new password costs.
    var passwordCost = PasswordHash.Cost.standard

    /// A front door with those surfaces.
    public init(
        _ basis: Basis, serving surfaces: [Surface], policy: FrontDoorPolicy = .init(),
        logger: Logger = Logger(label: "front-door")
    ) {
        self.basis = basis
        self.policy = policy
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
        OwnDescriptor.makeRoom(for: mostConnections)
        let realtime = realtime(sockets)
        let (random, direct) = (basis.random, direct)
        var limits = FrontDoorChannel.Limits()
        limits.compresses = policy.compresses
        limits.webSocket.compresses = policy.compressesSockets
        return Application(
            responder: RequestDeadline(base: router(sockets).buildResponder(), limit: policy.requestTimeout),
            server: HTTPServerBuilder { [limits] responder in
                FrontDoorChannel(
                    http: HTTP1Channel(responder: responder), realtime: realtime, random: random, limits: limits,
                    sockets: sockets, direct: direct)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), backlog: FrontDoor.mostWaitingConnections,
                availableConnectionsDelegate: MaximumAvailableConnections(mostConnections, logger: logger)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }

    /// Connections that wait to be accepted; the kernel may allow fewer.
    ///
    /// Where there are more it drops them, and a client's own kernel tries again only after 1, 2, 4, … seconds: with
    /// room for a few hundred, some of 10,000 clients that come back at once were connected a minute later.
    private static let mostWaitingConnections = 4_096

    private var direct: (requests: DirectRequests, clock: any WallClock)? {
        for case .direct(let requests) in surfaces { return (requests, basis.clock) }
        return nil
    }

    private func realtime(_ sockets: SocketAdmission) -> RealtimeFrontDoor? {
        for case .realtime(let service, let desk, let authenticator) in surfaces {
            let commands = SocketCommands(desk: desk, zones: basis.zones, random: basis.random, logger: logger)
            return RealtimeFrontDoor(
                realtime: service, authenticator: authenticator, clock: basis.clock, logger: logger, sockets: sockets,
                commands: commands)
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
        if !policy.sharedOrigins.isEmpty { router.add(middleware: CrossOriginSharing(origins: policy.sharedOrigins)) }
        router.add(middleware: ProblemBoundary())
        router.add(middleware: RequestOrigin(proxies: policy.proxies))
        if let limits = policy.limits { router.add(middleware: RateLimiting(limits: limits, subject: .address)) }
        OperationsRoutes(registry: basis.registry, zones: basis.zones, checkReadiness: basis.checkReadiness)
            .add(to: router)
        ProblemRoutes().add(to: router)
        DocumentationRoutes(OperationCatalogue.operations(of: surfaces)).add(to: router)
        for surface in surfaces { add(surface, sockets, to: router) }
        return router
    }

    private func add(_ surface: Surface, _ sockets: SocketAdmission, to router: Router<TodoRequestContext>) {
        switch surface {
        case .page: WebRoutes().add(to: router)
        case .accounts(let accounts, let store, let authenticator, let threads):
            authenticationRoutes(accounts, store, authenticator, threads).add(to: router)
        case .access(let store, let authenticator):
            accessRoutes(store, authenticator).add(to: router)
        case .tasks(let tasks, let audit, let authenticator):
            let user = userGroup(of: router, authenticator)
            TaskRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            SeriesRoutes(tasks: tasks).add(to: user)
            ReminderRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            SettingsRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            BulkRoutes(tasks: tasks, zones: basis.zones).add(to: user)
            TrashRoutes(tasks: tasks).add(to: user)
            UndoRoutes(tasks: tasks).add(to: user)
            TagRoutes(tasks: tasks).add(to: user)
            SavedFilterRoutes(tasks: tasks).add(to: user)
            AuditRoutes(audit: audit).add(to: user)
        case .files(let files): add(files, to: router)
        case .webhooks(let webhooks):
            let user = userGroup(of: router, webhooks.authenticator)
            WebhookRoutes(webhooks: webhooks, clock: basis.clock, random: basis.random).add(to: user)
        case .realtime(let service, _, let authenticator):
            realtime(sockets)?.add(to: router)
            let user = userGroup(of: router, authenticator)
            UpdateRoutes(realtime: service, clock: basis.clock, revocations: authenticator.revocations).add(to: user)
            PresenceRoutes(realtime: service).add(to: user)
        case .foreign, .direct: break
        }
    }

    private func add(_ files: FileSurface, to router: Router<TodoRequestContext>) {
        let user = userGroup(of: router, files.authenticator)
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

    /// Where a user's own things are: whoever is let in is that user, within the limits.
    private func userGroup(
        of router: Router<TodoRequestContext>, _ authenticator: Authenticator
    ) -> RouterGroup<TodoRequestContext> {
        let user = router.group("/api/:user_id").add(middleware: BearerAuthentication(authenticator: authenticator))
        if let limits = policy.limits { user.add(middleware: RateLimiting(limits: limits, subject: .user)) }
        if policy.requiresPreconditions { user.add(middleware: RequiredPreconditions()) }
        return user
    }

    private func accessRoutes(_ store: any AccessStore, _ authenticator: Authenticator) -> AccessRoutes {
        AccessRoutes(store: store, authenticator: authenticator, clock: basis.clock, random: basis.random)
    }

    private func authenticationRoutes(
        _ accounts: any AccountStore, _ store: any AccessStore, _ authenticator: Authenticator,
        _ threads: NIOThreadPool
    ) -> AuthenticationRoutes {
        let counts = SharedCounts(store: policy.state, clock: basis.clock)
        return AuthenticationRoutes(
            accounts: accounts, hasher: PasswordHasher(pool: threads, random: basis.random, cost: passwordCost),
            authenticator: authenticator, access: accessRoutes(store, authenticator),
            throttle: AttemptThrottle(
                counts: counts, clock: basis.clock, freeAttempts: policy.freeSignInAttempts),
            signUps: SignUpLimit(counts: counts, clock: basis.clock, mostPerHour: policy.signUpsPerHour),
            clock: basis.clock, random: basis.random)
    }
}

public import Logging
internal import Metrics
public import ServicePorts
public import TodoDomain
public import TodoPorts

/// Brings every change to every connection of its user, in order and without a gap. Each replica has a consumer group
/// of its own, since each must see every event.
public actor RealtimeService {
    /// Application id, and beginning of each replica's consumer group.
    public static let serviceName: String = "websocket-service"

    private nonisolated let lane: any SerialExecutor
    private let replica: String
    private let rooms: any RealtimeRooms
    let invoker: any ServiceInvoker
    let clock: any WallClock
    let settings: Settings
    let logger: Logger
    let deliveries = Counter(label: "todo_realtime_deliveries_total")
    private let connected = Gauge(label: "todo_realtime_connections")
    var audiences: [UserID: Audience] = [:]
    private var userOfConnection: [UInt64: UserID] = [:]
    var epoch: String?
    /// Who has missed something and is not yet being read for.
    var behind: [Listener] = []
    nonisolated let isSomebodyBehind = Signal()
    /// How many connections users have, here and elsewhere.
    var presence = Presence()
    nonisolated let hasPresenceChanged = Signal()

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A replica; its name must differ from every other replica's, and its rooms must be of its connections' kind.
    public init(
        lane: any SerialExecutor, replica: String, rooms: any RealtimeRooms = PlainRooms(),
        invoker: any ServiceInvoker, clock: any WallClock, settings: Settings = .init(),
        logger: Logger = Logger(label: "websocket-service")
    ) {
        self.lane = lane
        self.replica = replica
        self.rooms = rooms
        self.invoker = invoker
        self.clock = clock
        self.settings = settings
        self.logger = logger
    }

    /// The replica's own consumer group.
    public nonisolated var group: String { RealtimeService.serviceName + "-" + replica }

    /// Begins to take updates; call it before the first connection; throws what the bus throws.
    ///
    /// `run()` must run beside it, or nobody who missed an update gets it.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        return try await bus.subscribe(
            to: TodoTopics.taskUpdates, as: SubscriptionOptions(group: group, start: .latest),
            batches: { [self] in await handle($0) })
    }

    /// Number of connections now.
    public var connectionCount: Int { userOfConnection.count }

    /// Serves an authenticated client from the position that it has, or from now on when it has none.
    ///
    /// Returns when the client is caught up or closed.
    public func connect(_ connection: any RealtimeConnection, of userID: UserID, from position: StreamPosition?) async {
        if let known = audiences[userID], known.count >= settings.mostConnectionsPerUser {
            return connection.close(
                .tooManyConnections,
                reason: "\(known.count) connections of this user are open; close one, then reconnect")
        }
        // Registered before the first read, so that no update can fall between the read and the registration.
        // What the client says of its position counts only once it is checked.
        audiences[userID, default: Audience(room: rooms.makeRoom())]
            .welcome(connection, ConnectionProgress(sentThrough: 0))
        userOfConnection[connection.id] = userID
        if connection.isLasting { notePresence(of: userID, by: 1) }
        connected.record(connectionCount)
        let listener = Listener.connection(connection.id)
        let wanted = position?.sequence
        guard let answer = await updates(for: listener, after: wanted, limit: settings.pageSize) else { return }
        let head = StreamPosition(epoch: answer.epoch, sequence: answer.page.head)
        guard let position else {
            begin(listener, with: [.ready(head)])
            finishLookBack(listener, head: head.sequence)
            return await lookBack(listener)
        }
        if position.epoch == answer.epoch, (0...head.sequence).contains(position.sequence), !answer.page.hasGap {
            begin(listener, with: [.ready(position)])
            replay(answer, to: listener)
        } else {
            begin(listener, with: [.ready(head), .mustRefetch(head)])
            finishLookBack(listener, head: head.sequence)
        }
        await lookBack(listener)
    }

    /// Forgets a connection; unknown ones are passed over.
    public func disconnect(_ id: UInt64) {
        guard let userID = userOfConnection.removeValue(forKey: id) else { return }
        if audiences[userID]?.remove(id)?.isLasting == true { notePresence(of: userID, by: -1) }
        if audiences[userID]?.isEmpty == true { audiences[userID] = nil }
        connected.record(connectionCount)
    }

    /// Closes every connection with the code, for a shutdown.
    public func closeAll(_ code: CloseCode, reason: String) {
        for userID in audiences.keys.sorted() {
            for connection in audiences[userID]?.connections ?? [] {
                disconnect(connection.id)
                connection.close(code, reason: reason)
            }
        }
    }

    /// Whose stream a listener follows; nil when it is gone.
    func user(of listener: Listener) -> UserID? {
        switch listener {
        case .room(let userID): audiences[userID]?.settled.isEmpty == false ? userID : nil
        case .connection(let id): userOfConnection[id]
        }
    }
}

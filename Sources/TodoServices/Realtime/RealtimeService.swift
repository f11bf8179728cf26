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

    private struct Client {
        let connection: any RealtimeConnection
        let userID: UserID
        var progress: ConnectionProgress
    }

    private nonisolated let lane: any SerialExecutor
    private let replica: String
    private let invoker: any ServiceInvoker
    private let clock: any WallClock
    private let settings: Settings
    private let logger: Logger
    private let deliveries = Counter(label: "todo_realtime_deliveries_total")
    private let connected = Gauge(label: "todo_realtime_connections")
    private var clients: [UInt64: Client] = [:]
    private var connectionsOfUser: [UserID: [UInt64]] = [:]
    private var epoch: String?

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A replica; its name must differ from every other replica's.
    public init(
        lane: any SerialExecutor, replica: String, invoker: any ServiceInvoker, clock: any WallClock,
        settings: Settings = .init(), logger: Logger = Logger(label: "websocket-service")
    ) {
        self.lane = lane
        self.replica = replica
        self.invoker = invoker
        self.clock = clock
        self.settings = settings
        self.logger = logger
    }

    /// Begins to take updates; call it before the first connection; throws what the bus throws.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        let group = RealtimeService.serviceName + "-" + replica
        return try await bus.subscribe(
            to: TodoTopics.taskUpdates, as: SubscriptionOptions(group: group, start: .latest)
        ) { [self] in await handle($0) }
    }

    /// Number of connections now.
    public var connectionCount: Int { clients.count }

    /// Serves an authenticated client from the position that it has, or from now on when it has none.
    ///
    /// Returns when the client is caught up or closed.
    public func connect(_ connection: any RealtimeConnection, of userID: UserID, from position: StreamPosition?) async {
        // Registered before the first read, so that no update can fall between the read and the registration.
        // What the client says of its position counts only once it is checked.
        let client = Client(connection: connection, userID: userID, progress: ConnectionProgress(sentThrough: 0))
        clients[connection.id] = client
        connectionsOfUser[userID, default: []].append(connection.id)
        connected.record(clients.count)
        guard let answer = await updates(for: connection.id, after: position?.sequence, limit: 1) else { return }
        let head = StreamPosition(epoch: answer.epoch, sequence: answer.page.head)
        if let position {
            let isKnown = position.epoch == answer.epoch && (0...answer.page.head).contains(position.sequence)
            let messages: [ServerMessage] =
                isKnown && !answer.page.hasGap ? [.ready(position)] : [.ready(head), .mustRefetch(head)]
            begin(connection.id, with: messages)
        } else {
            begin(connection.id, with: [.ready(head)])
        }
        await lookBack(connection.id)
    }

    /// Forgets a connection; unknown ones are passed over.
    public func disconnect(_ id: UInt64) {
        guard let client = clients.removeValue(forKey: id) else { return }
        connectionsOfUser[client.userID]?.removeAll { $0 == id }
        if connectionsOfUser[client.userID]?.isEmpty == true { connectionsOfUser[client.userID] = nil }
        connected.record(clients.count)
    }

    /// Closes every connection with the code, for a shutdown.
    public func closeAll(_ code: CloseCode, reason: String) {
        for id in clients.keys.sorted() { close(id, code, reason: reason) }
    }

    /// Says the messages; the client goes on from the position of the last one.
    private func begin(_ id: UInt64, with messages: [ServerMessage]) {
        for message in messages {
            clients[id]?.progress.skipAhead(to: message.position.sequence)
            guard send(RealtimeFrame(message), to: id) else { return }
        }
    }
}

extension RealtimeService {
    func handle(_ delivery: Delivery<TaskUpdate>) async -> Acknowledgement {
        let event = delivery.event
        guard let connections = connectionsOfUser[event.data.userID] else { return .success }
        var frame: RealtimeFrame?
        for id in connections {
            switch clients[id]?.progress.update(event.sequence) {
            case .send:
                let shared = frame ?? self.frame(event)
                frame = shared
                _ = send(shared, to: id)
            case .lookBack: await lookBack(id)
            case .skip, nil: break
            }
        }
        return .success
    }

    private func frame(_ event: CloudEvent<TaskUpdate>) -> RealtimeFrame {
        logger.info(
            "update fanned out",
            metadata: ["correlation_id": "\(event.correlationID)", "sequence": "\(event.sequence)"])
        let position = StreamPosition(epoch: epoch ?? "", sequence: event.sequence)
        return RealtimeFrame(ServerMessage(event.data, at: position))
    }

    /// Reads and sends what the client missed until nothing is missing.
    private func lookBack(_ id: UInt64) async {
        var idleRounds = 0
        while let before = clients[id]?.progress, before.isLookingBack {
            guard let answer = await updates(for: id, after: before.sentThrough, limit: settings.pageSize) else {
                return
            }
            replay(answer, to: id)
            guard let after = clients[id]?.progress, after.isLookingBack else { return }
            idleRounds = after.sentThrough == before.sentThrough ? idleRounds + 1 : 0
            guard idleRounds > 0 else { continue }
            // More was announced than can be read; asking again at once, for ever, would help nobody.
            guard idleRounds < settings.mostAttempts else {
                return close(id, .insufficientState, reason: "changes cannot be read now; reconnect")
            }
            try? await clock.sleep(for: settings.pauses.pause(afterAttempt: idleRounds))
        }
    }

    private func replay(_ answer: UpdatesSinceAnswer, to id: UInt64) {
        guard !answer.page.hasGap else {
            return begin(id, with: [.mustRefetch(StreamPosition(epoch: answer.epoch, sequence: answer.page.head))])
        }
        for event in answer.page.updates where clients[id]?.progress.replayed(event.sequence) == true {
            guard send(frame(event), to: id) else { return }
        }
        finishLookBack(id, head: answer.page.head)
    }

    private func finishLookBack(_ id: UInt64, head: Int64) {
        guard var client = clients[id], client.progress.endLookBack(head: head) else { return }
        clients[id] = client
        let position = StreamPosition(epoch: epoch ?? "", sequence: client.progress.sentThrough)
        _ = send(RealtimeFrame(.caughtUp(position)), to: id)
    }

    /// Asks the task service, again after a pause if need be; closes the client and answers nil when it cannot answer.
    private func updates(for id: UInt64, after sequence: Int64?, limit: Int) async -> UpdatesSinceAnswer? {
        for attempt in 1...settings.mostAttempts {
            guard let client = clients[id] else { return nil }
            let request = UpdatesSince(userID: client.userID, sequence: sequence, limit: limit)
            if let answer = try? await invoker.invoke(
                BackendMethods.updatesSince, request, timeout: settings.timeout)
            {
                return accept(answer, for: id)
            }
            try? await clock.sleep(for: settings.pauses.pause(afterAttempt: attempt))
        }
        close(id, .insufficientState, reason: "changes cannot be read now; reconnect")
        return nil
    }

    /// Passes the answer on unless it is of another history: then nobody's position counts any more.
    private func accept(_ answer: UpdatesSinceAnswer, for id: UInt64) -> UpdatesSinceAnswer? {
        if let epoch, epoch != answer.epoch {
            closeAll(.insufficientState, reason: "the history was replaced; reconnect")
        }
        epoch = answer.epoch
        return clients[id] == nil ? nil : answer
    }

    /// Sends, and closes a client that is too slow; false when the client is gone.
    private func send(_ frame: RealtimeFrame, to id: UInt64) -> Bool {
        guard let client = clients[id] else { return false }
        switch client.connection.send(frame) {
        case .queued:
            deliveries.increment()
            return true
        case .overflow:
            close(id, .slowConsumer, reason: "the client reads too slowly; reconnect and resume")
            return false
        case .closed:
            disconnect(id)
            return false
        }
    }

    private func close(_ id: UInt64, _ code: CloseCode, reason: String) {
        clients[id]?.connection.close(code, reason: reason)
        disconnect(id)
    }
}

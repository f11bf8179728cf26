public import Logging
internal import Metrics
public import ServicePorts
public import TodoDomain
public import TodoPorts

/// Keeps one hash-chained trail for each user: every change once, in order.
public actor AuditService {
    /// Application id and consumer group.
    public static let serviceName: String = "audit-service"
    /// Entries read from the log at once.
    private static let pageSize = 500

    private nonisolated let lane: any SerialExecutor
    private let log: any AuditLog
    private let digest: any ContentDigest
    private let logger: Logger
    private let appended = Counter(label: "todo_audit_entries_total")

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A service over that log.
    public init(
        lane: any SerialExecutor, log: any AuditLog, digest: any ContentDigest,
        logger: Logger = Logger(label: "audit-service")
    ) {
        self.lane = lane
        self.log = log
        self.digest = digest
        self.logger = logger
    }

    /// Begins to take events; throws what the bus throws.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        try await bus.subscribe(
            to: TodoTopics.taskEvents, as: SubscriptionOptions(group: AuditService.serviceName)
        ) { [self] in await handle($0) }
    }

    func handle(_ delivery: Delivery<TaskEvent>) async -> Acknowledgement {
        let event = delivery.event
        do {
            let head = try await log.head(of: event.data.userID)
            let sequence = event.data.change.sequence
            guard sequence > head.sequence else { return .success }
            // An event of a user who is gone may still be on its way; the trail ended with the user.
            if head.sequence == 0, try await log.isErased(event.data.userID) { return .success }
            guard sequence == head.sequence + 1 else {
                return .retry(reason: "change \(sequence) came before \(head.sequence + 1)")
            }
            try await log.append(try entry(for: event, after: head))
            appended.increment()
            logger.info(
                "change audited",
                metadata: ["correlation_id": "\(event.correlationID)", "sequence": "\(sequence)"])
            return .success
        } catch {
            // A conflict is another replica that was first; the next attempt finds the entry there.
            return .retry(reason: "\(error)")
        }
    }

    private func entry(for event: CloudEvent<TaskEvent>, after head: AuditHead) throws -> AuditEntry {
        let hash = try AuditChain.hash(
            previousHash: head.hash, userID: event.data.userID, eventID: event.id, change: event.data.change,
            digest: digest)
        return AuditEntry(
            userID: event.data.userID, eventID: event.id, change: event.data.change, previousHash: head.hash,
            hash: hash)
    }

    /// Entries of the user after a sequence, oldest first; only those about one task if named; throws `AuditLogError`.
    public func entries(
        of userID: UserID, taskID: TaskID? = nil, after sequence: Int64 = 0, limit: Int
    ) async throws -> [AuditEntry] {
        try await log.entries(of: userID, taskID: taskID, after: sequence, limit: limit)
    }

    /// What is wrong with the user's trail, nil when it is whole; throws `AuditLogError`.
    public func fault(inTrailOf userID: UserID) async throws -> AuditFault? {
        try AuditChain.fault(in: try await trail(of: userID), digest: digest)
    }

    /// The user's state as the trail tells it; throws `AuditLogError` or `SequenceGap`.
    public func rebuild(_ userID: UserID) async throws -> UserState {
        try AuditChain.rebuild(try await trail(of: userID))
    }

    /// The user's whole trail; throws `AuditLogError`.
    public func trail(of userID: UserID) async throws -> [AuditEntry] {
        var entries: [AuditEntry] = []
        while true {
            let page = try await log.entries(
                of: userID, taskID: nil, after: entries.last?.sequence ?? 0, limit: AuditService.pageSize)
            entries += page
            if page.count < AuditService.pageSize { return entries }
        }
    }
}

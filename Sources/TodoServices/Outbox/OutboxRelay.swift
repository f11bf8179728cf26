public import Logging
internal import Metrics
public import ServicePorts
internal import TodoDomain
public import TodoPorts

/// Publishes outbox rows in commit order, at least once, and takes them off the outbox. Any number may run at once.
public actor OutboxRelay {
    private nonisolated let lane: any SerialExecutor
    private let store: any TaskStore
    private let bus: any EventBus
    private let clock: any WallClock
    private let batchSize: Int
    private let pauses = DeliveryRetryPolicy(firstPause: .milliseconds(50), longestPause: .seconds(5))
    private let logger: Logger
    private let published = Counter(label: "todo_outbox_published_total")
    /// The store's history, asked for again after every failure: a store is not replaced under those who are connected.
    private var epoch: String?
    private let failures = Counter(label: "todo_outbox_publish_failures_total")

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A relay from the store's outbox to the bus.
    public init(
        lane: any SerialExecutor, store: any TaskStore, bus: any EventBus, clock: any WallClock, batchSize: Int = 256,
        logger: Logger = Logger(label: "outbox-relay")
    ) {
        self.lane = lane
        self.store = store
        self.bus = bus
        self.clock = clock
        self.batchSize = batchSize
        self.logger = logger
    }

    /// Relays until the task is cancelled; sleeps while the outbox is empty and pauses while something is broken.
    public func run() async throws {
        var failedRounds = 0
        while !Task.isCancelled {
            do {
                let batch = try await store.unpublished(limit: batchSize)
                if batch.entries.isEmpty {
                    try await store.waitForOutbox(after: batch.version)
                } else {
                    try await relay(batch.entries)
                }
                failedRounds = 0
            } catch {
                guard !Task.isCancelled else { break }
                epoch = nil
                failedRounds += 1
                failures.increment()
                logger.warning("outbox relay failed", metadata: ["error": "\(error)", "round": "\(failedRounds)"])
                try await clock.sleep(for: pauses.pause(afterAttempt: failedRounds))
            }
        }
    }

    /// Publishes topic by topic, each whether or not another fails, and throws the first failure.
    private func relay(_ entries: [OutboxEntry]) async throws {
        var groups = OutboxGroups(entries)
        if !groups.taskUpdates.events.isEmpty { groups.taskUpdates.setEpoch(try await knownEpoch()) }
        let outcomes = [
            await outcome(of: groups.taskEvents, to: TodoTopics.taskEvents),
            await outcome(of: groups.reminders, to: TodoTopics.reminders),
            await outcome(of: groups.taskUpdates, to: TodoTopics.taskUpdates),
        ]
        for outcome in outcomes { try outcome.get() }
    }

    private func knownEpoch() async throws -> String {
        if let epoch { return epoch }
        let asked = try await store.epoch()
        epoch = asked
        return asked
    }

    private func outcome<Payload>(
        of rows: OutboxGroups.Rows<Payload>, to topic: Topic<Payload>
    ) async -> Result<Void, any Error> {
        do {
            return .success(try await relay(rows, to: topic))
        } catch {
            return .failure(error)
        }
    }

    private func relay<Payload>(_ rows: OutboxGroups.Rows<Payload>, to topic: Topic<Payload>) async throws {
        guard !rows.events.isEmpty else { return }
        try await bus.publish(rows.events, to: topic)
        try await store.markPublished(rows.identifiers)
        published.increment(by: rows.events.count)
        for event in rows.events {
            logger.info(
                "event published",
                metadata: ["correlation_id": "\(event.correlationID)", "event_id": "\(event.id)"])
        }
    }
}

/// Outbox rows by topic, in commit order within each.
struct OutboxGroups {
    /// Events of one topic with the identities of their rows.
    struct Rows<Payload: Sendable> {
        var identifiers: [Int64] = []
        var events: [CloudEvent<Payload>] = []

        mutating func append(_ identifier: Int64, _ event: CloudEvent<Payload>) {
            identifiers.append(identifier)
            events.append(event)
        }
    }

    var taskEvents = Rows<TaskEvent>()
    var reminders = Rows<ReminderEvent>()
    var taskUpdates = Rows<TaskUpdate>()

    init(_ entries: [OutboxEntry]) {
        for entry in entries {
            switch entry.message {
            case .taskEvent(let event): taskEvents.append(entry.id, event)
            case .reminder(let event): reminders.append(entry.id, event)
            case .taskUpdate(let event): taskUpdates.append(entry.id, event)
            }
        }
    }
}

extension OutboxGroups.Rows<TaskUpdate> {
    /// Says in each update in which history its sequence counts.
    mutating func setEpoch(_ epoch: String) {
        for index in events.indices { events[index].data.epoch = epoch }
    }
}

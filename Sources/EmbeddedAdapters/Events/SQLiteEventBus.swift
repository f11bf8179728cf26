internal import CivilTime
public import ServicePorts
internal import Synchronization

/// `EventBus` on the embedded database: topics, the groups' positions and dead letters outlive the process.
///
/// Handlers run while `run()` does. Events of different keys are independent: a key that fails waits alone.
public final class SQLiteEventBus: EventBus, DeadLetterReader {
    private struct Guarded {
        var consumers: [ConsumerKey: GroupConsumer] = [:]
        var lastMember = 0
        var isRunning = false
        var isShutDown = false
    }

    private let log: EventLog
    private let settings: EventBusSettings
    private let notify: @Sendable (EmbeddedNotice) -> Void
    private let guarded: Mutex<Guarded> = Mutex(Guarded())
    private let newConsumers:
        (stream: AsyncStream<GroupConsumer>, continuation: AsyncStream<GroupConsumer>.Continuation)

    /// A bus in that database; its pauses pass on that clock, and what it does by itself is told to `notify`.
    public init(
        database: EmbeddedDatabase, clock: any WallClock, settings: EventBusSettings = .init(),
        notify: @escaping @Sendable (EmbeddedNotice) -> Void = { _ in }
    ) {
        log = EventLog(database: database, clock: clock)
        self.settings = settings
        self.notify = notify
        newConsumers = AsyncStream.makeStream()
    }

    /// Delivers to every subscription until `shutDown` or cancellation; may be called once; throws `EventBusError`.
    ///
    /// Cancellation also cancels the handlers that are running; what they had not settled is delivered again later.
    /// When this returns, no handler is held any more.
    public func run() async throws {
        let mayRun = guarded.withLock { guarded in
            defer { guarded.isRunning = true }
            return !guarded.isRunning
        }
        guard mayRun else { throw EventBusError(.invalid, "run() was called before; a bus runs once") }
        await withDiscardingTaskGroup { group in
            for await consumer in newConsumers.stream {
                group.addTask { await consumer.run() }
            }
        }
    }

    /// Lets no further handler start; `run()` returns when those that are running have ended.
    public func shutDown() {
        let consumers = guarded.withLock { guarded in
            guarded.isShutDown = true
            return Array(guarded.consumers.values)
        }
        for consumer in consumers { consumer.stop() }
        newConsumers.continuation.finish()
    }

    /// Appends the events in one transaction; throws `EventBusError`.
    public func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        guard !events.isEmpty else { return }
        let encoded = try events.map { event in
            do {
                let body = try topic.encode(event)
                return NewEvent(eventID: event.id, partitionKey: event.partitionKey, body: body)
            } catch {
                throw EventBusError(.invalid, "event '\(event.id)' for '\(topic.name)' cannot be encoded: \(error)")
            }
        }
        try await mapped { try await log.append(encoded, to: topic.name) }
        wakeConsumers(of: topic.name)
    }

    /// Dead letters of a topic in the order in which they were given up; throws `EventBusError`.
    public func deadLetters(of topic: String) async throws -> [DeadLetter] {
        try await mapped { try await log.deadLetters(of: topic) }
    }

    /// Deletes events older than the retention that every group has passed, after forgetting groups that nobody has
    /// used for that long; returns how many events; throws `EventBusError`.
    @discardableResult
    public func prune() async throws -> Int {
        let limit = log.clock.now().adding(milliseconds: -settings.retention.wholeMilliseconds)
        let subscribed = guarded.withLock { Set($0.consumers.keys) }
        return try await mapped {
            try await log.forgetGroups(idleSince: limit, except: subscribed)
            return try await log.deleteEvents(publishedBefore: limit)
        }
    }
}

// MARK: - Subscriptions

extension SQLiteEventBus {
    /// Adds a member to the group, which starts at its stored position; throws `EventBusError`.
    public func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        let number = guarded.withLock { guarded in
            guarded.lastMember += 1
            return guarded.lastMember
        }
        let member = GroupMember(number: number, topic: topic, retry: subscription.retry, handler: handler)
        let key = ConsumerKey(group: subscription.group, topic: topic.name)
        while true {
            let consumer = try await consumer(for: key, start: subscription.start)
            if consumer.add(member) { return SQLiteSubscription(bus: self, consumer: consumer, member: member) }
            await consumer.waitUntilClosed()
            forget(consumer)
        }
    }

    private func consumer(for key: ConsumerKey, start: SubscriptionOptions.Start) async throws -> GroupConsumer {
        let existing = try guarded.withLock { guarded in
            guard !guarded.isShutDown else { throw EventBusError(.unavailable, "the bus is shut down") }
            return guarded.consumers[key]
        }
        if let existing { return existing }
        let (position, givenUp) = try await mapped {
            let position = try await log.join(key, start: start)
            return (position, try await log.givenUp(by: key, after: position))
        }
        let deadLetterTopic = DeliveryRetryPolicy.deadLetterTopic(of: key.topic)
        let made = GroupConsumer(
            key: key, position: position, givenUp: givenUp, log: log, settings: settings, notify: notify,
            onDeadLetter: { [weak self] in self?.wakeConsumers(of: deadLetterTopic) })
        return try register(made)
    }

    /// Enters the consumer and has it run, unless another one was entered meanwhile.
    private func register(_ made: GroupConsumer) throws -> GroupConsumer {
        try guarded.withLock { guarded in
            guard !guarded.isShutDown else { throw EventBusError(.unavailable, "the bus is shut down") }
            if let existing = guarded.consumers[made.key] { return existing }
            guarded.consumers[made.key] = made
            newConsumers.continuation.yield(made)
            return made
        }
    }

    /// Strikes a closed consumer off, so that the next subscription reads the stored position.
    func forget(_ consumer: GroupConsumer) {
        guarded.withLock { guarded in
            guard consumer.isClosed, guarded.consumers[consumer.key] === consumer else { return }
            guarded.consumers[consumer.key] = nil
        }
    }

    private func wakeConsumers(of topic: String) {
        let consumers = guarded.withLock { $0.consumers.values.filter { $0.key.topic == topic } }
        for consumer in consumers { consumer.noteMore() }
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as StorageFailure {
            throw EventBusError(failure)
        }
    }
}

/// A member of a group.
private struct SQLiteSubscription: EventSubscription {
    let bus: SQLiteEventBus
    let consumer: GroupConsumer
    let member: GroupMember

    func cancel() async {
        await consumer.remove(member)
        bus.forget(consumer)
    }
}

internal import CivilTime
public import Logging
public import Metrics
public import ServicePorts
internal import Synchronization

/// `EventBus` over Kafka: events are structured CloudEvents, keyed by their partition key.
///
/// Handlers run while `run()` does. Each subscription is a member of its own in its group. Events of different keys are
/// independent: a key that fails waits alone, and no position is stored beyond what is handled.
public final class KafkaEventBus: EventBus, DeadLetterReader {
    private struct Guarded {
        var consumers: [ObjectIdentifier: GroupConsumer] = [:]
        var isRunning = false
        var isShutDown = false
    }

    private let settings: KafkaSettings
    private let clock: any WallClock
    private let logger: Logger
    private let metrics: any MetricsFactory
    private let producer: Producer
    private let reader: KafkaTopicReader
    private let guarded: Mutex<Guarded> = Mutex(Guarded())
    private let newConsumers:
        (stream: AsyncStream<GroupConsumer>, continuation: AsyncStream<GroupConsumer>.Continuation)

    /// A bus of those brokers, whose pauses pass on that clock; throws `KafkaSettingsError`, but asks no broker yet.
    public init(
        settings: KafkaSettings, clock: any WallClock = SystemClock(), logger: Logger = Logger(label: "kafka"),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws(KafkaSettingsError) {
        try settings.check()
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        producer = Producer(
            settings: settings,
            reporter: ClientReporter(logger: logger, metrics: StatisticsMetrics(role: "producer", factory: metrics)))
        reader = try KafkaTopicReader(settings: settings, logger: logger)
        newConsumers = AsyncStream.makeStream()
    }

    deinit {
        shutDown()
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
        producer.close()
        letGoOfConsumers()
    }

    /// Handlers, which the consumers have, often hold what holds the bus.
    private func letGoOfConsumers() {
        let consumers = guarded.withLock { guarded in
            defer { guarded.consumers.removeAll() }
            return guarded.consumers
        }
        // They end outside of the lock, as what ends with them may come back here.
        withExtendedLifetime(consumers) {}
    }

    /// Lets no further handler start; `run()` returns when those that are running have ended and their groups are left.
    public func shutDown() {
        let consumers = guarded.withLock { guarded in
            guarded.isShutDown = true
            return Array(guarded.consumers.values)
        }
        for consumer in consumers { consumer.stop() }
        newConsumers.continuation.finish()
    }

    /// Publishes the events in order; returns when every in-sync replica has them; throws `EventBusError`.
    ///
    /// A full queue makes it wait. Of events of one key, those at the brokers after an error are the first ones.
    public func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        let records = try events.map { event in
            do {
                return OutgoingRecord(
                    key: Array(event.partitionKey.utf8), value: try topic.encode(event),
                    headers: [CloudEventHeader.contentType])
            } catch {
                throw EventBusError(.invalid, "event '\(event.id)' for '\(topic.name)' cannot be encoded: \(error)")
            }
        }
        try await producer.publish(records, to: topic.name)
    }

    /// Joins the group; events published after the return are delivered; throws `EventBusError`.
    public func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        let member = GroupMember(topic: topic, options: subscription, handler: handler)
        let consumer = try makeConsumer(member)
        try await consumer.open()
        let isShutDown = guarded.withLock { guarded in
            guard !guarded.isShutDown else { return true }
            guarded.consumers[ObjectIdentifier(consumer)] = consumer
            return false
        }
        guard !isShutDown else {
            await consumer.cancel()
            throw EventBusError(.unavailable, "the bus is shut down")
        }
        newConsumers.continuation.yield(consumer)
        return KafkaSubscription(bus: self, consumer: consumer)
    }

    private func makeConsumer(_ member: GroupMember) throws(EventBusError) -> GroupConsumer {
        let metrics = StatisticsMetrics(role: "consumer", group: member.group, factory: metrics)
        do {
            return try GroupConsumer(
                member: member, settings: settings, clock: clock,
                reporter: ClientReporter(logger: logger, metrics: metrics),
                giveUp: { [producer, clock] record, reason, attempts in
                    let letter = OutgoingRecord(
                        deadLetterOf: record, topic: member.topic, group: member.group, reason: reason,
                        attempts: attempts, time: clock.now())
                    try await producer.publish(
                        [letter], to: DeliveryRetryPolicy.deadLetterTopic(of: member.topic))
                })
        } catch {
            throw EventBusError(.invalid, error.message)
        }
    }

    /// Dead letters of a topic in the order in which they were given up, each once; throws `EventBusError`.
    public func deadLetters(of topic: String) async throws -> [DeadLetter] {
        try await reader.deadLetters(of: topic)
    }

    fileprivate func forget(_ consumer: GroupConsumer) {
        guarded.withLock { $0.consumers[ObjectIdentifier(consumer)] = nil }
    }
}

/// A member of a group.
private struct KafkaSubscription: EventSubscription {
    let bus: KafkaEventBus
    let consumer: GroupConsumer

    func cancel() async {
        await consumer.cancel()
        bus.forget(consumer)
    }
}

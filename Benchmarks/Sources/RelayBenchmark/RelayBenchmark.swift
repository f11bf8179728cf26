internal import BenchmarkSupport
internal import KafkaAdapters
internal import Logging
internal import MockKafka
internal import PostgresAdapters
internal import PostgresClient
internal import ServicePorts
internal import TodoPorts

/// Measures events a second from a full outbox through the relay to a bus, beside the relay's statements alone.
///
/// Argument: the database's address. It must be empty and of nobody else, as it gets the schema and a full outbox.
@main
enum RelayBenchmark {
    private static let users = 1_000
    private static let changesPerUser = 30
    private static let turns = 5
    /// What takes a fraction of a second is measured so often in each turn.
    private static let repetitions = 3

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: relay-benchmark DATABASE-URL")
            return
        }
        let settings = try PostgresSettings(CommandLine.arguments[1], applicationName: "benchmark")
        _ = try await PostgresMigrator(settings).migrate()
        let outbox = FullOutbox(settings)
        try await outbox.fill(users: users, changesPerUser: changesPerUser)
        let figures = Figures()
        for _ in 0..<turns { try await measure(outbox, settings, figures) }
        await outbox.pool.shutDown()
        figures.show("events a second", besides: "of the statements alone")
    }

    private static func measure(_ outbox: FullOutbox, _ settings: PostgresSettings, _ figures: Figures) async throws {
        let clock = ContinuousClock()
        try await outbox.restore()
        let messages = try await outbox.messages()
        let count = messages.count
        for _ in 0..<repetitions {
            try await outbox.restore()
            figures.note(
                "relay: its statements alone, rows untouched",
                try await clock.measure { try await outbox.drainBare() }, count)
        }
        for relays in [1, 3] {
            try await outbox.restore()
            figures.note(
                relays == 1
                    ? "relay: to a bus that takes all at once" : "relay: \(relays) relays at once, the same bus",
                try await RelayTurn(settings, relays: relays, events: count).drain(into: nil), count)
        }
        figures.note(
            "relay: of which decoding JSON, alone",
            try clock.measure {
                for message in messages { _ = try OutboxMessage(topic: message.topic, event: message.event) }
            }, count)
        try await outbox.restore()
        figures.note(
            "relay: to Kafka's mock brokers",
            try await throughKafka { bus in
                try await RelayTurn(settings, relays: 1, events: count).drain(into: bus)
            }, count)
        let batches = try OutboxBatches(messages)
        figures.note(
            "relay: of which publishing to them, alone",
            try await throughKafka { bus in try await clock.measure { try await batches.publish(to: bus) } }, count)
    }

    /// What the body answers of a bus whose brokers have the topics and nothing in them.
    private static func throughKafka(
        _ body: (KafkaEventBus) async throws -> Duration
    ) async throws -> Duration {
        guard let brokers = MockBrokers() else { return .zero }
        defer { withExtendedLifetime(brokers) {} }
        for name in [TodoTopics.taskEvents.name, TodoTopics.taskUpdates.name] {
            brokers.makeTopic(name, partitions: 12)
        }
        let bus = try KafkaEventBus(
            settings: KafkaSettings(bootstrapServers: [brokers.servers], statisticsInterval: nil),
            logger: silent)
        async let running: Void = bus.run()
        let took = try await body(bus)
        bus.shutDown()
        try await running
        return took
    }
}

/// A log that nobody reads.
let silent = Logger(label: "benchmark", factory: { _ in SwiftLogNoOpLogHandler() })

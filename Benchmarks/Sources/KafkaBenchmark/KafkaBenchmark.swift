internal import BenchmarkSupport
internal import KafkaAdapters
internal import Logging
internal import MockKafka
internal import ServicePorts

/// Measures events a second through the bus and through librdkafka alone, in turn, against mock brokers.
@main
enum KafkaBenchmark {
    private static let count = 60_000
    private static let partitions: Int32 = 12
    private static let rounds = 3

    static func main() async throws {
        let figures = Figures()
        for _ in 0..<rounds { try await measure(figures) }
        figures.show("events a second", besides: "of librdkafka alone")
    }

    private static func measure(_ figures: Figures) async throws {
        guard let brokers = MockBrokers() else { return }
        defer { withExtendedLifetime(brokers) {} }
        let (bareTopic, topic) = ("bare", Topic<Measured>("bus"))
        for name in [bareTopic, topic.name, "single"] { brokers.makeTopic(name, partitions: partitions) }
        let events = Measured.events(count)
        let clock = ContinuousClock()
        var records: [(key: [UInt8], value: [UInt8])] = []
        let encoding = try clock.measure {
            records = try events.map { (Array($0.partitionKey.utf8), try topic.encode($0)) }
        }
        figures.note(
            "publish: librdkafka alone, bytes ready",
            clock.measure {
                BareKafka.publish(records, to: bareTopic, at: brokers.servers)
            }, count)
        let bus = try bus(brokers)
        let publishing = Publishing(bus)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bus.run() }
            figures.note(
                "publish: the bus, 100 events a call, 8 callers",
                try await clock.measure {
                    try await publishing.publish(events, to: topic, perCall: 100, callers: 8)
                }, count)
            figures.note("publish: of which encoding JSON, alone", encoding, count)
            let few = Array(events.prefix(10_000))
            figures.note(
                "publish: the bus, 1 event a call, 64 callers",
                try await clock.measure {
                    try await publishing.publish(few, to: Topic("single"), perCall: 1, callers: 64)
                }, few.count)
            figures.note(
                "consume: librdkafka alone, bytes untouched",
                BareKafka.consume(
                    count, from: bareTopic, group: "bare", at: brokers.servers), count)
            figures.note("consume: the bus, decoded and handled", try await consume(from: bareTopic, of: bus), count)
            let decoding = try clock.measure { for record in records { _ = try topic.decode(record.value) } }
            figures.note("consume: of which decoding JSON, alone", decoding, count)
            bus.shutDown()
            try await group.waitForAll()
        }
    }

    private static func bus(_ brokers: MockBrokers) throws -> KafkaEventBus {
        let settings = KafkaSettings(
            bootstrapServers: [brokers.servers],
            timeouts: KafkaTimeouts(session: .seconds(6), heartbeat: .milliseconds(500)), statisticsInterval: nil)
        return try KafkaEventBus(
            settings: settings, logger: Logger(label: "kafka", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Handles the events as a member of a group; the time from the first to the last.
    private static func consume(from topic: String, of bus: KafkaEventBus) async throws -> Duration {
        let arrivals = Arrivals(lap: count)
        let subscription = try await bus.subscribe(
            to: Topic<Measured>(topic), as: SubscriptionOptions(group: "bus")
        ) { _ in
            arrivals.note()
            return .success
        }
        let took = await arrivals.next()
        await subscription.cancel()
        return took
    }
}

import CivilTime
import KafkaAdapters
import ServicePorts

/// Measures events a second through the bus and through librdkafka alone, in turn, against mock brokers.
@main
enum KafkaBenchmark {
    private static let count = 60_000
    private static let partitions: Int32 = 12
    private static let rounds = 3

    static func main() async throws {
        let figures = Figures()
        for _ in 0..<rounds { try await measure(figures) }
        figures.show()
    }

    private static func measure(_ figures: Figures) async throws {
        guard let brokers = MockBrokers() else { return }
        let (bareTopic, topic) = ("bare", Topic<Measured>("bus"))
        for name in [bareTopic, topic.name, "single"] { brokers.makeTopic(name, partitions: partitions) }
        let events = (0..<count).map { number in
            CloudEvent(
                id: "event-\(number)", type: "com.example.measured.v1", source: "/benchmark",
                time: Timestamp.epoch, partitionKey: "user-\(number % 1_000)", sequence: Int64(number),
                correlationID: "correlation", data: Measured(number: number))
        }
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
        let adapter = try Adapter(brokers.servers)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await adapter.bus.run() }
            figures.note(
                "publish: the bus, 100 events a call, 8 callers",
                try await clock.measure {
                    try await adapter.publish(events, to: topic, perCall: 100, callers: 8)
                }, count)
            figures.note("publish: of which encoding JSON, alone", encoding, count)
            let few = Array(events.prefix(10_000))
            figures.note(
                "publish: the bus, 1 event a call, 64 callers",
                try await clock.measure {
                    try await adapter.publish(few, to: Topic("single"), perCall: 1, callers: 64)
                }, few.count)
            figures.note(
                "consume: librdkafka alone, bytes untouched",
                BareKafka.consume(
                    count, from: bareTopic, group: "bare", at: brokers.servers), count)
            figures.note(
                "consume: the bus, decoded and handled",
                try await adapter.consume(
                    count, from: Topic(bareTopic), group: "bus"), count)
            let decoding = try clock.measure { for record in records { _ = try topic.decode(record.value) } }
            figures.note("consume: of which decoding JSON, alone", decoding, count)
            adapter.bus.shutDown()
            try await group.waitForAll()
        }
    }
}

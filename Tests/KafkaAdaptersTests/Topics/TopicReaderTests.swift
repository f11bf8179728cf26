import CivilTime
import Foundation
import KafkaAdapters
import KafkaTestSupport
import Logging
import PortContracts
import ServicePorts
import Testing

@Suite("Reading topics", .timeLimit(.minutes(1)))
struct TopicReaderTests {
    private let topic = Topic<Numbered>("read")

    private func read(
        _ reader: KafkaTopicReader, from start: KafkaReadingStart, until end: KafkaReadingEnd = .now,
        partitions: Set<Int32>? = nil
    ) async throws -> [(partition: Int32, offset: Int64)] {
        var places: [(partition: Int32, offset: Int64)] = []
        for try await record in try await reader.records(
            of: topic.name, from: start, until: end, partitions: partitions)
        {
            places.append((record.partition, record.offset))
        }
        return places
    }

    @Test("a topic is read from its beginning, an offset or its end, up to an offset or now, in one partition or all")
    func ranges() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 3)
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { bus in
            try await bus.publish((0..<3_000).map { event($0, key: "key-\($0 % 50)") }, to: topic)
        }
        let reader = try KafkaTopicReader(settings: settings, logger: .quiet)
        let all = try await read(reader, from: .beginning)
        #expect(all.count == 3_000)
        let counts = (0..<3).map { partition in all.count { $0.partition == partition } }
        for partition in 0..<3 {
            let offsets = all.filter { $0.partition == partition }.map(\.offset)
            #expect(offsets == Array(0..<Int64(counts[partition])))
        }
        let later = try await read(reader, from: .offset(100), partitions: [1])
        #expect(later.count == counts[1] - 100)
        #expect(later.allSatisfy { $0.partition == 1 && $0.offset >= 100 })
        let early = try await read(reader, from: .offset(3), until: .offset(5))
        #expect(early.count == 6 && early.allSatisfy { (3..<5).contains($0.offset) })
        let long = try await read(reader, from: .beginning, until: .offset(1_000_000))
        #expect(long.count == 3_000)
        #expect(try await read(reader, from: .offset(5), until: .offset(5)).isEmpty)
        #expect(try await read(reader, from: .end).isEmpty)
        #expect(try await read(reader, from: .offset(1_000_000)).isEmpty)
        let error = await #expect(throws: EventBusError.self) {
            _ = try await read(reader, from: .beginning, partitions: [7])
        }
        #expect(error?.code == .invalid && error?.message.contains("no partition 7") == true)
    }

    @Test("reading without an end gives what is published later, until it is cancelled")
    func follows() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 2)
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { bus in
            try await bus.publish([event(0)], to: topic)
            let reader = try KafkaTopicReader(settings: settings, logger: .quiet)
            let records = try await reader.records(of: topic.name, from: .end, until: .never)
            let seen = Sightings()
            let following = Task {
                for try await record in records { seen.note(try topic.decode(record.value ?? [])) }
            }
            try await bus.publish([event(1), event(2)], to: topic)
            try await eventually(on: SystemClock(), "both were read") { seen.numbers.count == 2 }
            following.cancel()
            try await following.value
            #expect(seen.numbers == [1, 2])
        }
    }

    @Test("reading more than fits ahead waits for who asks, and may be abandoned")
    func isAbandoned() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { bus in
            try await bus.publish((0..<5_000).map { event($0) }, to: topic)
        }
        let reader = try KafkaTopicReader(settings: settings, logger: .quiet)
        var offsets: [Int64] = []
        for try await record in try await reader.records(of: topic.name) {
            offsets.append(record.offset)
            if offsets.count == 1_500 { break }
        }
        #expect(offsets == Array(0..<1_500))
    }

    /// The mock cluster knows no timestamps of records, so only real brokers can answer.
    @Test(
        "a topic is read from an instant",
        .enabled(if: ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP"] != nil, "needs real brokers"))
    func instants() async throws {
        let servers = try #require(ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP"])
        let settings = KafkaSettings.test(servers.split(separator: ",").map(String.init))
        let topic = Topic<Numbered>("instants-\(UInt32.random(in: 0...UInt32.max))")
        let topics = KafkaTopics(settings: settings, logger: .quiet)
        try await topics.create([KafkaTopicDefinition(name: topic.name, partitions: 2)])
        try await topics.create([KafkaTopicDefinition(name: topic.name, partitions: 2)])
        #expect(try await topics.list().contains { $0.name == topic.name && $0.partitions == 2 })
        var middle = Timestamp.epoch
        try await withBus(settings) { bus in
            try await bus.publish((0..<5).map { event($0) }, to: topic)
            try await SystemClock().sleep(for: .milliseconds(20))
            middle = SystemClock().now()
            try await SystemClock().sleep(for: .milliseconds(20))
            try await bus.publish((5..<9).map { event($0) }, to: topic)
        }
        let reader = try KafkaTopicReader(settings: settings, logger: .quiet)
        func numbers(from start: KafkaReadingStart, until end: KafkaReadingEnd) async throws -> [Int] {
            var numbers: [Int] = []
            for try await record in try await reader.records(of: topic.name, from: start, until: end) {
                numbers.append(try topic.decode(record.value ?? []).data.number)
            }
            return numbers
        }
        #expect(try await numbers(from: .timestamp(middle), until: .now) == Array(5..<9))
        #expect(try await numbers(from: .beginning, until: .timestamp(middle)) == Array(0..<5))
    }

    @Test("topics are listed by name with their partitions, and a broker that cannot make one says so")
    func lists() async throws {
        let cluster = try MockCluster(brokers: 3)
        cluster.makeTopic("b", partitions: 4)
        cluster.makeTopic("a", partitions: 2)
        var settings = KafkaSettings.test(cluster)
        settings.timeouts.request = .seconds(2)
        let topics = KafkaTopics(settings: settings, logger: .quiet)
        let expected = [
            KafkaTopic(name: "a", partitions: 2, replicas: 3), KafkaTopic(name: "b", partitions: 4, replicas: 3),
        ]
        let list = try await topics.list()
        #expect(list == expected, "\(list)")
        #expect(try await topics.exists("a"))
        #expect(try await !topics.exists("c"))
        let error = await #expect(throws: EventBusError.self) {
            try await topics.create([KafkaTopicDefinition(name: "c", partitions: 2)])
        }
        #expect(error?.code == .unavailable, "\(error?.message ?? "")")
        let wrong = await #expect(throws: EventBusError.self) {
            try await topics.create([KafkaTopicDefinition(name: "", partitions: 0)])
        }
        #expect(wrong?.code == .invalid, "\(wrong?.message ?? "")")
    }
}

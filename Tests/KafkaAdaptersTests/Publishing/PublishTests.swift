import KafkaAdapters
import KafkaTestSupport
import Logging
import ServicePorts
import Testing

@Suite("Publishing", .timeLimit(.minutes(1)))
struct PublishTests {
    @Test("a full queue makes the publisher wait, and everything arrives in order")
    func waitsForRoom() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("full")
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = KafkaSettings.test(cluster)
        settings.properties["queue.buffering.max.messages"] = "7"
        try await withBus(settings) { bus in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for publisher in 0..<4 {
                    group.addTask {
                        let events = (0..<100).map { event(publisher * 100 + $0, key: "key-\(publisher)") }
                        try await bus.publish(events, to: topic)
                    }
                }
                try await group.waitForAll()
            }
        }
        let numbers = try await KafkaTopicReader(settings: settings, logger: .quiet).numbers(in: topic)
        #expect(numbers.count == 400)
        for publisher in 0..<4 {
            let own = numbers.filter { $0 / 100 == publisher }
            #expect(own == Array(publisher * 100..<publisher * 100 + 100))
        }
    }

    @Test("a record is a structured CloudEvent with its partition key as the key")
    func form() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("form")
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { try await $0.publish([event(7, key: "کلید")], to: topic) }
        var records: [KafkaRecord] = []
        for try await record in try await KafkaTopicReader(settings: settings, logger: .quiet).records(of: topic.name) {
            records.append(record)
        }
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.key == Array("کلید".utf8))
        #expect(try topic.decode(#require(record.value)) == event(7, key: "کلید"))
        let contentType = record.headers.first { $0.name == "content-type" }?.value ?? []
        #expect(String(decoding: contentType, as: UTF8.self).hasPrefix("application/cloudevents+json"))
    }

    @Test("FNV-1a puts keys where Sarama's hash partitioner does", arguments: [3, 7, 12] as [Int32])
    func saramaPartitions(count: Int32) async throws {
        let keys = (0..<40).map { "user-\($0 * 7_919)" } + [""]
        let partitions = try await partitions(of: keys, among: count, .fnv1a)
        for key in keys {
            // Sarama takes FNV-1a as a signed number, its remainder, and the absolute value of that.
            let hash = key.utf8.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
            let expected = abs(Int32(bitPattern: hash) % count)
            #expect(partitions[key] == [expected], "\(key) belongs to \(expected)")
        }
    }

    @Test("every partitioner keeps a key on one partition, also the empty one", arguments: KafkaPartitioner.allCases)
    func keysStay(partitioner: KafkaPartitioner) async throws {
        let keys = (0..<30).map { "key-\($0)" } + [""]
        let partitions = try await partitions(of: keys + keys + keys, among: 5, partitioner)
        #expect(partitions.count == keys.count)
        #expect(partitions.values.allSatisfy { $0.count == 1 })
        #expect(Set(partitions.values.joined()).count > 2, "the keys are not spread")
    }

    /// The partitions on which each key was found.
    private func partitions(
        of keys: [String], among count: Int32, _ partitioner: KafkaPartitioner
    ) async throws -> [String: Set<Int32>] {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("partitions")
        cluster.makeTopic(topic.name, partitions: count)
        var settings = KafkaSettings.test(cluster)
        settings.partitioner = partitioner
        try await withBus(settings) { bus in
            for (number, key) in keys.enumerated() { try await bus.publish([event(number, key: key)], to: topic) }
        }
        var found: [String: Set<Int32>] = [:]
        for try await record in try await KafkaTopicReader(settings: settings, logger: .quiet).records(of: topic.name) {
            found[String(decoding: record.key ?? [], as: UTF8.self), default: []].insert(record.partition)
        }
        return found
    }
}

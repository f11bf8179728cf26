import CKafka
import KafkaAdapters
import KafkaTestSupport
import Logging
import PortContracts
import ServicePorts
import Testing

@Suite("What publishing says when it fails", .timeLimit(.minutes(1)))
struct PublishFailureTests {
    let topic = Topic<Numbered>("failures")

    private func settings(_ cluster: MockCluster, delivery: Duration) -> KafkaSettings {
        var settings = KafkaSettings.test(cluster)
        settings.timeouts.delivery = delivery
        return settings
    }

    private func error(of body: () async throws -> Void) async -> EventBusError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? EventBusError
        }
    }

    @Test("brokers that are down are unavailable; once they are up, publishing succeeds and nothing else is there")
    func recoversFromDown() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 2)
        let settings = settings(cluster, delivery: .milliseconds(800))
        try await withBus(settings) { bus in
            cluster.setDown(true)
            let error = await error { try await bus.publish([event(1), event(2)], to: topic) }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("0 of 2 events for 'failures' are published") == true)
            #expect(error?.message.contains("refused") == true, "says nothing of the reason: \(error?.message ?? "")")
            cluster.setDown(false)
            try await eventually(on: SystemClock(), "publishing succeeds again") {
                await self.error { try await bus.publish([event(3)], to: topic) } == nil
            }
        }
        let numbers = try await KafkaTopicReader(settings: settings, logger: .quiet).numbers(in: topic)
        #expect(numbers == [3])
    }

    @Test("a connection that ends after the request was sent leaves the outcome ambiguous")
    func isAmbiguous() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        try await withBus(settings(cluster, delivery: .seconds(3))) { bus in
            try await bus.publish([event(0)], to: topic)
            cluster.fail(.produce, with: Array(repeating: RD_KAFKA_RESP_ERR__TRANSPORT, count: 1_000))
            let error = await error { try await bus.publish([event(1)], to: topic) }
            #expect(error?.code == .ambiguous)
            #expect(error?.message.contains("1 more perhaps") == true, "\(error?.message ?? "no error")")
            cluster.stopFailing(.produce)
            try await bus.publish([event(2)], to: topic)
        }
    }

    @Test("an event that brokers refuse is invalid, and the next one goes through")
    func refusedByBrokers() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = settings(cluster, delivery: .seconds(5))
        try await withBus(settings) { bus in
            cluster.fail(.produce, with: [RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE])
            let error = await error { try await bus.publish([event(1)], to: topic) }
            #expect(error?.code == .invalid, "\(error?.message ?? "no error")")
            try await bus.publish([event(2)], to: topic)
        }
        #expect(try await KafkaTopicReader(settings: settings, logger: .quiet).numbers(in: topic) == [2])
    }

    @Test("an event too large is invalid, and none of its batch is sent")
    func tooLarge() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = settings(cluster, delivery: .seconds(5))
        try await withBus(settings) { bus in
            let large = event(2, filling: String(repeating: "x", count: 1_000_000))
            let error = await error { try await bus.publish([event(1), large], to: topic) }
            #expect(error?.code == .invalid)
            #expect(error?.message.contains("event 2 of 2") == true, "\(error?.message ?? "no error")")
        }
        #expect(try await KafkaTopicReader(settings: settings, logger: .quiet).numbers(in: topic) == [])
    }

    @Test("an event too large for the whole queue is invalid instead of waiting for ever")
    func tooLargeForTheQueue() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = settings(cluster, delivery: .seconds(5))
        settings.properties["queue.buffering.max.kbytes"] = "1"
        try await withBus(settings) { bus in
            let large = event(1, filling: String(repeating: "x", count: 2_000))
            let error = await error { try await bus.publish([large], to: topic) }
            #expect(error?.code == .invalid, "\(error?.message ?? "no error")")
            try await bus.publish([event(2)], to: topic)
        }
    }

    @Test("transient errors of brokers are tried again and leave neither gap nor repeat")
    func retriesTransientErrors() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = settings(cluster, delivery: .seconds(20))
        try await withBus(settings) { bus in
            cluster.fail(.produce, with: [RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR__TRANSPORT])
            try await bus.publish((0..<50).map { event($0) }, to: topic)
        }
        #expect(try await KafkaTopicReader(settings: settings, logger: .quiet).numbers(in: topic) == Array(0..<50))
    }

    @Test("when brokers go down in the middle of a batch, what they have is its beginning")
    func leavesAPrefix() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = settings(cluster, delivery: .seconds(3))
        settings.properties["queue.buffering.max.messages"] = "5"
        settings.properties["batch.num.messages"] = "1"
        let reader = try KafkaTopicReader(settings: settings, logger: .quiet)
        try await withBus(settings) { bus in
            try await bus.publish([event(0)], to: topic)
            cluster.setDelay(milliseconds: 5)
            async let failure = error { try await bus.publish((1..<10_000).map { event($0) }, to: topic) }
            try await eventually(on: SystemClock(), "some events are there") {
                try await reader.numbers(in: topic).count > 10
            }
            cluster.setDown(true)
            #expect(await failure?.code == .ambiguous)
            cluster.setDelay(milliseconds: 0)
            cluster.setDown(false)
        }
        let numbers = try await reader.numbers(in: topic)
        #expect(numbers.count > 10 && numbers.count < 10_000)
        #expect(numbers == Array(0..<numbers.count))
    }
}

import CKafka
import KafkaAdapters
import KafkaTestSupport
import Logging
import PortContracts
import ServicePorts
import Synchronization
import Testing

@Suite("Consuming through faults", .timeLimit(.minutes(2)))
struct ConsumerFaultTests {
    @Test("brokers that were down and come back deliver the rest")
    func recovers() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("down")
        cluster.makeTopic(topic.name, partitions: 2)
        let seen = Sightings()
        try await withBus(.test(cluster)) { bus in
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "down")) {
                seen.note($0.event)
                return .success
            }
            try await bus.publish((0..<10).map { event($0) }, to: topic)
            try await eventually(on: SystemClock(), "ten events arrived") { seen.firstSights(of: "key").count == 10 }
            cluster.setDown(true)
            try await SystemClock().sleep(for: .milliseconds(500))
            cluster.setDown(false)
            try await bus.publish((10..<20).map { event($0) }, to: topic)
            try await eventually(on: SystemClock(), "twenty events arrived") {
                seen.firstSights(of: "key").count == 20
            }
            await subscription.cancel()
        }
        #expect(seen.firstSights(of: "key") == Array(0..<20))
    }

    @Test("a position that brokers do not take is stored with the next try")
    func storesAgain() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("commit")
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { bus in
            try await bus.publish((0..<5).map { event($0) }, to: topic)
            let failures = Array(repeating: RD_KAFKA_RESP_ERR_UNKNOWN, count: 3)
            cluster.fail(.offsetCommit, with: failures)
            let seen = Sightings()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "commit")) {
                seen.note($0.event)
                return .success
            }
            try await eventually(on: SystemClock(), "five events arrived") { seen.numbers.count == 5 }
            await subscription.cancel()
            #expect(try position(of: "commit", in: topic.name, settings) == 5)
        }
    }

    @Test("a subscription can be cancelled while every broker is down")
    func cancelsWhileDown() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("gone")
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = KafkaSettings.test(cluster)
        settings.timeouts.request = .seconds(2)
        try await withBus(settings) { bus in
            try await bus.publish([event(0)], to: topic)
            let seen = Sightings()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "gone")) {
                seen.note($0.event)
                cluster.setDown(true)
                return .success
            }
            try await eventually(on: SystemClock(), "the event arrived") { seen.numbers == [0] }
            let began = ContinuousClock.now
            await subscription.cancel()
            #expect(ContinuousClock.now - began < .seconds(15))
        }
    }

    @Test("a member that has joined and was never given partitions can leave")
    func leavesBeforeItsAssignment() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("joining")
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = KafkaSettings.test(cluster)
        settings.timeouts.request = .seconds(2)
        try await withBus(settings) { bus in
            // Each answer to a join is followed by one of these, so no assignment comes.
            cluster.fail(.syncGroup, with: Array(repeating: RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, count: 10_000))
            let options = SubscriptionOptions(group: "joining")
            let stuck = try await bus.subscribe(to: topic, as: options) { _ in .success }
            try await SystemClock().sleep(for: .seconds(4))
            await stuck.cancel()
            cluster.stopFailing(.syncGroup)
            // One that leaves at once waits for its first assignment.
            for _ in 0..<3 { await (try await bus.subscribe(to: topic, as: options) { _ in .success }).cancel() }
            let seen = Sightings()
            let subscription = try await bus.subscribe(to: topic, as: options) {
                seen.note($0.event)
                return .success
            }
            try await bus.publish([event(1)], to: topic)
            try await eventually(on: SystemClock(), "another member takes over") { seen.numbers == [1] }
            await subscription.cancel()
        }
    }

    @Test("bytes that are no event become a dead letter with their place, and the next event is handled")
    func poison() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("poison")
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = KafkaSettings.test(cluster)
        try publishRaw(
            [("key", "not JSON"), ("key", #"{"id":"half","specversion":"1.0"}"#)], to: topic.name,
            at: settings.bootstrapServers)
        try await withBus(settings) { bus in
            try await bus.publish([event(1)], to: topic)
            let seen = Sightings()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "poison")) {
                seen.note($0.event)
                return .success
            }
            try await eventually(on: SystemClock(), "the event arrived") { seen.numbers == [1] }
            await subscription.cancel()
            let letters = try await bus.deadLetters(of: topic.name)
            #expect(letters.map(\.eventID) == ["poison/0/0", "half"])
            #expect(letters.allSatisfy { $0.reason.contains("cannot be decoded") && $0.attempts == 1 })
            #expect(letters.allSatisfy { $0.partitionKey == "key" && $0.group == "poison" })
        }
        let reader = try KafkaTopicReader(settings: settings, logger: .quiet)
        var values: [String] = []
        for try await record in try await reader.records(of: "poison.dead-letter") {
            values.append(String(decoding: record.value ?? [], as: UTF8.self))
        }
        #expect(values == ["not JSON", #"{"id":"half","specversion":"1.0"}"#])
    }

    @Test("more events than fit are fetched bit by bit, while handlers stay within their number")
    func backPressure() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("pressure")
        cluster.makeTopic(topic.name, partitions: 2)
        var settings = KafkaSettings.test(cluster)
        settings.consumption = KafkaConsumption(concurrentHandlers: 4, bufferedEvents: 20)
        let seen = Sightings()
        let running = Mutex((now: 0, most: 0))
        try await withBus(settings) { bus in
            try await bus.publish((0..<600).map { event($0, key: "key-\($0 % 10)") }, to: topic)
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "pressure")) {
                running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                // Longer than the thread waits before it pauses the partition, now and then.
                let pause: Duration = $0.event.data.number % 50 == 0 ? .milliseconds(200) : .milliseconds(1)
                try? await SystemClock().sleep(for: pause)
                seen.note($0.event)
                running.withLock { $0.now -= 1 }
                return .success
            }
            try await eventually(on: SystemClock(), "all arrived") { seen.numbers.count >= 600 }
            await subscription.cancel()
        }
        #expect(seen.numbers.count == 600, "delivered \(seen.numbers.count) times")
        for key in (0..<10).map({ "key-\($0)" }) {
            #expect(seen.firstSights(of: key) == seen.firstSights(of: key).sorted())
        }
        #expect(running.withLock { $0.most } <= 4)
    }
}

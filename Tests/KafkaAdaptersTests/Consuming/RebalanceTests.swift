import KafkaAdapters
import KafkaTestSupport
import PortContracts
import ServicePorts
import Testing

@Suite("Rebalances", .timeLimit(.minutes(2)))
struct RebalanceTests {
    @Test("while members come and go under load, nothing is lost and each key keeps its order")
    func losesNothing() async throws {
        let cluster = try MockCluster(brokers: 2)
        let topic = Topic<Numbered>("rebalance")
        cluster.makeTopic(topic.name, partitions: 6)
        let seen = Sightings()
        let keys = (0..<12).map { "key-\($0)" }
        @Sendable func join(_ bus: KafkaEventBus) async throws -> any EventSubscription {
            try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "rebalance")) { delivery in
                seen.note(delivery.event)
                // Some events fail once, so that a rebalance finds lanes that wait.
                return delivery.event.data.number % 17 == 0 && delivery.attempt == 1 ? .retry(reason: "") : .success
            }
        }
        try await withBus(.test(cluster)) { bus in
            let first = try await join(bus)
            async let published: Void = publish(to: bus, topic, keys)
            try await eventually(on: SystemClock(), "the first member works") { seen.all.count > 50 }
            let second = try await join(bus)
            try await SystemClock().sleep(for: .seconds(4))
            await first.cancel()
            let third = try await join(bus)
            try await published
            try await eventually(on: SystemClock(), "everything arrived") {
                keys.allSatisfy { seen.firstSights(of: $0).count == 200 }
            }
            await second.cancel()
            await third.cancel()
        }
        for key in keys { #expect(seen.firstSights(of: key) == Array(0..<200), "order of \(key)") }
    }

    private func publish(to bus: KafkaEventBus, _ topic: Topic<Numbered>, _ keys: [String]) async throws {
        for number in 0..<200 {
            try await bus.publish(keys.map { event(number, key: $0) }, to: topic)
            try await SystemClock().sleep(for: .milliseconds(40))
        }
    }

    @Test("a member keeps its partitions while a handler takes longer than the poll interval")
    func slowHandler() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("slow")
        cluster.makeTopic(topic.name, partitions: 1)
        var settings = KafkaSettings.test(cluster)
        settings.properties["max.poll.interval.ms"] = "4000"
        let seen = Sightings()
        try await withBus(settings) { bus in
            try await bus.publish((0..<3).map { event($0) }, to: topic)
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "slow")) { delivery in
                seen.note(delivery.event)
                if delivery.event.data.number == 0 { try? await SystemClock().sleep(for: .seconds(6)) }
                return .success
            }
            try await eventually(on: SystemClock(), "all three are handled") { seen.numbers.count >= 3 }
            await subscription.cancel()
            try await waitForPosition(3, of: "slow", in: topic.name, settings)
        }
        #expect(seen.numbers == [0, 1, 2])
    }
}

import KafkaAdapters
import KafkaTestSupport
import PortContracts
import ServicePorts
import Testing

@Suite("What is left of a bus", .timeLimit(.minutes(1)))
struct ReleaseTests {
    /// Held by a handler, and so by whatever holds that.
    private final class Token: Sendable {
        /// A handler often holds what it was given to.
        func note(_ owner: AnyObject) {}
    }

    @Test("a subscription that is cancelled lets go of its handler, also while the bus goes on")
    func cancelledSubscription() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("cancelled")
        cluster.makeTopic(topic.name, partitions: 2)
        try await withBus(.test(cluster)) { bus in
            weak var held: Token?
            do {
                let (token, seen) = (Token(), Sightings())
                held = token
                let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "cancelled")) {
                    token.note(bus)
                    seen.note($0.event)
                    return .success
                }
                try await bus.publish([event(1)], to: topic)
                try await eventually(on: SystemClock(), "the event arrived") { seen.numbers == [1] }
                await subscription.cancel()
            }
            try await eventually(on: SystemClock(), "the handler is freed") { held == nil }
        }
    }

    @Test("a subscription that fails lets go of its handler")
    func failedSubscription() async throws {
        let cluster = try MockCluster()
        var settings = KafkaSettings.test(cluster)
        settings.createsMissingTopics = false
        settings.timeouts.request = .seconds(1)
        cluster.hide(topic: "missing")
        try await withBus(settings) { bus in
            weak var held: Token?
            do {
                let token = Token()
                held = token
                await #expect(throws: EventBusError.self) {
                    _ = try await bus.subscribe(
                        to: Topic<Numbered>("missing"), as: SubscriptionOptions(group: "failed")
                    ) { _ in
                        token.note(bus)
                        return .success
                    }
                }
            }
            try await eventually(on: SystemClock(), "the handler is freed") { held == nil }
        }
    }

    @Test("a bus that was shut down is freed with its clients, as is one that never ran", arguments: [true, false])
    func bus(runs: Bool) async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("freed")
        cluster.makeTopic(topic.name, partitions: 2)
        weak var freed: KafkaEventBus?
        // Every client has the factory of the bus.
        weak var ofClients: RecordedMetrics?
        do {
            let metrics = RecordedMetrics()
            let bus = try KafkaEventBus(settings: .test(cluster), logger: .quiet, metrics: metrics)
            (freed, ofClients) = (bus, metrics)
            try await withThrowingTaskGroup(of: Void.self) { group in
                if runs { group.addTask { try await bus.run() } }
                let (token, seen) = (Token(), Sightings())
                // One that never ran cannot know that its handlers are of no more use.
                let owner: any AnyObject & Sendable = runs ? bus : token
                _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "freed")) {
                    token.note(owner)
                    seen.note($0.event)
                    return .success
                }
                try await bus.publish([event(1)], to: topic)
                if runs { try await eventually(on: SystemClock(), "the event arrived") { seen.numbers == [1] } }
                bus.shutDown()
                try await group.waitForAll()
            }
        }
        try await eventually(on: SystemClock(), "the bus and its clients are freed") {
            freed == nil && ofClients == nil
        }
    }
}

import KafkaAdapters
import KafkaTestSupport
import PortContracts
import ServicePorts
import Testing

@Suite("Where a group starts", .timeLimit(.minutes(1)))
struct StartTests {
    private func subscribe(
        _ bus: KafkaEventBus, to topic: Topic<Numbered>, group: String, start: SubscriptionOptions.Start
    ) async throws -> (seen: Sightings, subscription: any EventSubscription) {
        let seen = Sightings()
        let options = SubscriptionOptions(group: group, start: start)
        let subscription = try await bus.subscribe(to: topic, as: options) {
            seen.note($0.event)
            return .success
        }
        return (seen, subscription)
    }

    @Test("a start at the latest is kept although nothing was handled before the member left")
    func keepsTheStart() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("kept")
        cluster.makeTopic(topic.name, partitions: 2)
        try await withBus(.test(cluster)) { bus in
            try await bus.publish((0..<5).map { event($0) }, to: topic)
            let (before, first) = try await subscribe(bus, to: topic, group: "kept", start: .latest)
            await first.cancel()
            try await bus.publish((5..<9).map { event($0) }, to: topic)
            let (after, second) = try await subscribe(bus, to: topic, group: "kept", start: .latest)
            try await eventually(on: SystemClock(), "what came in between arrived") { after.numbers.count >= 4 }
            await second.cancel()
            #expect(before.numbers == [] && after.numbers == Array(5..<9))
        }
    }

    @Test("a group that has members, and so takes no position from outside, starts another topic at the latest too")
    func startsBesideMembers() async throws {
        let cluster = try MockCluster()
        let (busy, topic) = (Topic<Numbered>("busy"), Topic<Numbered>("beside"))
        for name in [busy.name, topic.name] { cluster.makeTopic(name, partitions: 1) }
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { bus in
            try await bus.publish([event(0)], to: busy)
            try await bus.publish((0..<5).map { event($0) }, to: topic)
            let (busySeen, first) = try await subscribe(bus, to: busy, group: "beside", start: .earliest)
            try await eventually(on: SystemClock(), "the group has a member") { busySeen.numbers == [0] }
            let (seen, second) = try await subscribe(bus, to: topic, group: "beside", start: .latest)
            try await bus.publish((5..<9).map { event($0) }, to: topic)
            try await eventually(on: SystemClock(), "what came afterwards arrived") { seen.numbers.count >= 4 }
            await first.cancel()
            await second.cancel()
            #expect(seen.numbers == Array(5..<9))
            #expect(try position(of: "beside", in: topic.name, settings) == 9)
        }
    }
}

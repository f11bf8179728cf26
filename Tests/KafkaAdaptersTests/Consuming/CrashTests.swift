import KafkaAdapters
import KafkaTestSupport
import PortContracts
import ServicePorts
import Testing

@Suite("A member that is killed", .timeLimit(.minutes(2)))
struct CrashTests {
    @Test("what it had not settled comes again, in order within a key, and what it had settled does not")
    func redelivers() async throws {
        let cluster = try MockCluster()
        let topic = Topic<Numbered>("killed")
        cluster.makeTopic(topic.name, partitions: 1)
        let settings = KafkaSettings.test(cluster)
        try await withBus(settings) { bus in
            // Key "a" is settled up to 9 and hangs at 10; later events of key "b" are handled but must not be skipped.
            try await bus.publish((0..<20).map { event($0, key: "a") }, to: topic)
            try await bus.publish((20..<30).map { event($0, key: "b") }, to: topic)
            let member = try MemberProcess(
                servers: settings.bootstrapServers, topic: topic.name, group: "killed", hangingOn: "a-10")
            try await eventually(on: SystemClock(), "it has handled all that it can") { member.lines.count >= 21 }
            let lines = member.lines
            #expect(lines.contains("hangs a-10") && lines.contains("handled b-29") && !lines.contains("handled a-11"))
            try await waitForPosition(10, of: "killed", in: topic.name, settings)
            member.kill()

            let seen = Sightings()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "killed")) {
                seen.note($0.event)
                return .success
            }
            try await eventually(on: SystemClock(), "the rest came again") {
                seen.firstSights(of: "a").count == 10 && seen.firstSights(of: "b").count == 10
            }
            await subscription.cancel()
            #expect(seen.firstSights(of: "a") == Array(10..<20))
            #expect(seen.firstSights(of: "b") == Array(20..<30))
        }
    }
}

import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: publish and subscribe")
struct PublishTests {
    static let plain = #"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#

    @Test("an event is wrapped, stored and brought to its route")
    func delivers() async throws {
        try await withStage(subscriptions: PublishTests.plain) { stage in
            #expect(
                try await stage.publish(#"{"n":9007199254740993}"#, to: "plain", query: "?metadata.partitionKey=u1")
                    == 204)
            let delivery = try #require(await stage.app.requests(1, at: "/plain").first)
            #expect(delivery.headers["content-type"] == "application/cloudevents+json")
            #expect(delivery.headers["__key"] == "u1" && delivery.headers["__offset"] == "0")
            #expect(delivery.headers["pubsubname"] == "bus" && delivery.headers["partitionkey"] == "u1")
            #expect(delivery.headers["traceparent"] == "00-00000000000000000000000000000000-0000000000000000-00")
            let event = try #require(delivery.json)
            #expect(event["data"]?["n"] == .number("9007199254740993"))
            #expect(event["type"] == .string("com.dapr.event.sent") && event["source"] == .string("core"))
            #expect(stage.emulator.events(on: "plain").count == 1)
        }
    }

    @Test("events of a key come one after the other, a failed one first again")
    func keepsOrder() async throws {
        try await withStage(subscriptions: PublishTests.plain) { stage in
            stage.app.answer("/plain", inTurn: [SidecarResponse(500), SidecarResponse(500), SidecarResponse(200)])
            for number in 1...3 {
                _ = try await stage.publish("\(number)", to: "plain", query: "?metadata.partitionKey=u")
            }
            let deliveries = await stage.app.requests(5, at: "/plain")
            #expect(deliveries.map { $0.json?["data"]?.whole } == [1, 1, 1, 2, 3])
        }
    }

    @Test("the first failure becomes a dead letter when there is a topic for it, with key and topic of the original")
    func buries() async throws {
        let subscriptions = """
            [{"pubsubname":"bus","topic":"plain","route":"/plain","deadLetterTopic":"plain.dead"},
             {"pubsubname":"bus","topic":"plain.dead","route":"/dead"}]
            """
        try await withStage(subscriptions: subscriptions) { stage in
            stage.app.answer("/plain") { _ in SidecarResponse(503) }
            _ = try await stage.publish("1", to: "plain", query: "?metadata.partitionKey=u")
            let dead = try #require(await stage.app.requests(1, at: "/dead").first)
            #expect(dead.json?["topic"] == .string("plain") && dead.headers["__key"] == "u")
            #expect(stage.app.received(at: "/plain").count == 1)
        }
    }
}

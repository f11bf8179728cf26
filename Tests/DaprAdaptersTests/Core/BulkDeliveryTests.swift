import DaprAdapters
import ServicePorts
import Synchronization
import Testing

@Suite("Bulk deliveries from a sidecar")
struct BulkDeliveryTests {
    /// The statuses by entry that a handler and a route give for those events, and the numbers that the handler saw.
    private func answer(
        _ events: [String], letters: Letters = Letters(), _ handler: @escaping @Sendable (Int64) -> Acknowledgement
    ) async throws -> (statuses: [String], seen: [Int64]) {
        let callbacks = DaprCallbacks()
        var settings = DaprBusSettings()
        settings.bulkDelivery = .init()
        settings.onGivenUp = letters.add
        let bus = DaprEventBus(
            transport: ScriptedTransport(204), callbacks: callbacks, clock: SteppedClock(), settings: settings)
        let seen = Mutex<[Int64]>([])
        _ = try await bus.subscribe(to: orders, as: SubscriptionOptions(group: "shop")) { delivery in
            seen.withLock { $0.append(delivery.event.data.number) }
            return handler(delivery.event.data.number)
        }
        let entries = events.enumerated().map { index, event in
            #"{"entryId":"\#(index)","event":\#(event),"contentType":"application/cloudevents+json","metadata":{}}"#
        }
        let body = #"{"id":"b","type":"com.dapr.event.sent.bulk","entries":[\#(entries.joined(separator: ","))]}"#
        let response = await callbacks.respond(
            to: DaprRequest(
                .post, "/events/orders/shop", headers: ["content-type": "application/json"], body: Array(body.utf8)))
        #expect(response.status == 200)
        let statuses = try JSONCodec.decode(Answer.self, from: response.body).statuses
        #expect(statuses.map(\.entryId) == events.indices.map(String.init))
        return (statuses.map(\.status), seen.withLock { $0 })
    }

    private struct Answer: Decodable {
        struct Entry: Decodable {
            var entryId: String
            var status: String
        }

        var statuses: [Entry]
    }

    private func json(_ number: Int64, key: String) throws -> String {
        String(decoding: try orders.encode(order(number, key: key)), as: UTF8.self)
    }

    @Test("each entry gets its own answer; after one to retry, later ones of its key wait unseen")
    func keepsOrder() async throws {
        let events = try [
            json(1, key: "a"), json(2, key: "b"), json(3, key: "a"), json(4, key: "b"), json(5, key: "c"),
        ]
        let (statuses, seen) = try await answer(events) { number in
            number == 1 ? .retry(reason: "busy") : number == 5 ? .drop(reason: "never") : .success
        }
        #expect(statuses == ["RETRY", "SUCCESS", "RETRY", "SUCCESS", "DROP"])
        #expect(seen == [1, 2, 4, 5])
    }

    @Test("an entry that cannot be read is dropped alone")
    func undecodable() async throws {
        let (statuses, seen) = try await answer([#"{"id":"odd"}"#, json(1, key: "a")]) { _ in .success }
        #expect(statuses == ["DROP", "SUCCESS"])
        #expect(seen == [1])
    }

    @Test("a number that may have been another one is given up instead of being believed")
    func damagedNumbers() async throws {
        let letters = Letters()
        // This is what 9007199254740993 becomes on its way.
        let events = try [json(9_007_199_254_740_992, key: "a"), json(1, key: "b")]
        let (statuses, seen) = try await answer(events, letters: letters) { _ in .success }
        #expect(statuses == ["DROP", "SUCCESS"])
        #expect(seen == [1])
        #expect(letters.all.map(\.eventID) == ["order-9007199254740992"])
    }
}

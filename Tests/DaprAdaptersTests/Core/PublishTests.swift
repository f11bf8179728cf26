import DaprAdapters
import ServicePorts
import Synchronization
import Testing

@Suite("Publishing over a sidecar")
struct PublishTests {
    private func bus(
        _ transport: ScriptedTransport, limit: Int = 100, clock: SteppedClock = SteppedClock()
    ) -> DaprEventBus {
        var settings = DaprBusSettings()
        settings.bulkPublishLimit = limit
        return DaprEventBus(transport: transport, callbacks: DaprCallbacks(), clock: clock, settings: settings)
    }

    private func failure(_ transport: ScriptedTransport, _ events: [CloudEvent<Order>]) async -> EventBusError? {
        await #expect(throws: EventBusError.self) { try await bus(transport).publish(events, to: orders) }
    }

    @Test("one event goes as a CloudEvent of its own, with its key")
    func single() async throws {
        let transport = ScriptedTransport(204)
        try await bus(transport).publish([order(1)], to: Topic("a/b"))
        let request = try #require(transport.requests.first)
        #expect(request.method == .post && request.path == "/v1.0/publish/bus/a%2Fb")
        #expect(request.target.hasSuffix("?metadata.partitionKey=customer"))
        #expect(request.headers["content-type"] == "application/cloudevents+json")
        #expect(try orders.decode(request.body) == order(1))
    }

    @Test("a key that no header may carry is encoded, different keys differently; an empty key is none")
    func keys() async throws {
        let transport = ScriptedTransport(204)
        let keys = ["a b", "a%20b", "line\nbreak", "ключ", ""]
        for key in keys { try await bus(transport).publish([order(1, key: key)], to: orders) }
        let sent = transport.requests.map { $0.query["metadata.partitionKey"] }
        #expect(sent[0] == "a%20b" && sent[1] == "a%2520b" && sent[2] == "line%0Abreak" && sent[4] == nil)
        #expect(sent.compactMap { $0 }.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
    }

    @Test("a batch goes in bulk, each entry with its own key, no two of one key in one request")
    func bulk() async throws {
        let transport = ScriptedTransport(204)
        let keys = ["a", "b", "a", "c", "a", "b"]
        try await bus(transport).publish(keys.enumerated().map { order(Int64($0), key: $1) }, to: orders)
        let batches = try transport.requests.dropLast().map { try BulkBody($0) }
        #expect(batches.map { $0.entries.map(\.key) } == [["a", "b", "c"], ["a", "b"]])
        #expect(batches.flatMap { $0.entries.map(\.number) } == [0, 1, 3, 2, 5])
        #expect(
            transport.requests.allSatisfy {
                $0.path.hasSuffix("/publish/bulk/bus/orders") || $0 == transport.requests.last
            })
        #expect(transport.requests.dropLast().allSatisfy { $0.query.isEmpty })
        // The last wave is one event, which needs no bulk request.
        #expect(transport.requests.last?.path == "/v1.0/publish/bus/orders")
    }

    @Test("refused entries go again, and alone, before later events of their key")
    func refusedEntries() async throws {
        let transport = ScriptedTransport { _, number in
            guard number == 1 else { return DaprResponse(204) }
            let body = #"{"failedEntries":[{"entryId":"1","error":"x"},{"entryId":"2"}],"errorCode":"ERR"}"#
            return DaprResponse(500, body: Array(body.utf8))
        }
        let events = [
            order(0, key: "a"), order(1, key: "b"), order(2, key: "c"), order(3, key: "b"), order(4, key: "a"),
        ]
        try await bus(transport).publish(events, to: orders)
        #expect(
            try transport.requests.map { try BulkBody($0).entries.map(\.number) } == [[0, 1, 2], [1, 2], [3, 4]])
    }

    @Test("a failure that names no entries repeats all of them")
    func ambiguousBulk() async throws {
        let transport = ScriptedTransport { _, number throws(DaprTransportError) in
            if number == 1 { throw .timeout(.seconds(1)) }
            return number == 2 ? .failure(500, "ERR_PUBSUB_PUBLISH_MESSAGE") : DaprResponse(204)
        }
        try await bus(transport).publish([order(0, key: "a"), order(1, key: "b")], to: orders)
        #expect(try transport.requests.map { try BulkBody($0).entries.count } == [2, 2, 2])
    }

    @Test("an older sidecar is asked by its older path, and one without any singly; that is remembered")
    func fallsBack() async throws {
        for knowsAlpha in [true, false] {
            let transport = ScriptedTransport { request, _ in
                // To a sidecar before 1.17 the stable path is a component called bulk.
                if request.path.hasPrefix("/v1.0/publish/bulk/") {
                    return .failure(404, "ERR_PUBSUB_NOT_FOUND", "pubsub bulk is not found")
                }
                if request.path.hasPrefix("/v1.0-alpha1/"), !knowsAlpha { return .failure(404, "ERR_DIRECT_INVOKE") }
                return DaprResponse(204)
            }
            let bus = bus(transport)
            for _ in 0..<2 { try await bus.publish([order(0, key: "a"), order(1, key: "b")], to: orders) }
            let paths = transport.requests.map { $0.path.split(separator: "/").prefix(3).joined(separator: "/") }
            let alpha = "v1.0-alpha1/publish/bulk"
            #expect(
                paths == ["v1.0/publish/bulk", alpha]
                    + (knowsAlpha ? [alpha] : Array(repeating: "v1.0/publish/bus", count: 4)))
        }
    }

    @Test("an event with a number that bulk requests would damage goes alone, byte for byte")
    func wideNumbers() async throws {
        let transport = ScriptedTransport(204)
        let wide = order(9_007_199_254_740_993, key: "b")
        try await bus(transport).publish([order(1, key: "a"), wide, order(2, key: "c")], to: orders)
        let single = try #require(transport.requests.first { $0.path == "/v1.0/publish/bus/orders" })
        #expect(single.body == (try orders.encode(wide)))
        let bulk = try #require(transport.requests.first { $0.path.contains("bulk") })
        #expect(try BulkBody(bulk).entries.map(\.number) == [1, 2])
    }

    @Test("what the sidecar will never take is invalid, at once")
    func invalid() async throws {
        let forbidden = ScriptedTransport { _, _ in .failure(403, "ERR_PUBSUB_FORBIDDEN", "not yours") }
        let error = await failure(forbidden, [order(1)])
        #expect(error?.code == .invalid)
        for part in ["POST /v1.0/publish/bus/orders", "'bus'", "403", "ERR_PUBSUB_FORBIDDEN", "not yours"] {
            #expect(error?.message.contains(part) == true, "\(part)")
        }
        #expect(forbidden.requests.count == 1)
        let large = ScriptedTransport { _, _ in .failure(500, "ERR_PUBSUB_PUBLISH_MESSAGE", "stream too large") }
        #expect(await failure(large, [order(1)])?.code == .invalid)
    }

    @Test("a wrong token, a missing component or an absent sidecar is unavailable; anything else leaves it open")
    func outcomes() async throws {
        let open: ScriptedTransport.Script = { _, _ throws(DaprTransportError) in throw .noAnswer("reset") }
        let absent: ScriptedTransport.Script = { _, _ throws(DaprTransportError) in throw .notSent("refused") }
        #expect(await failure(ScriptedTransport(open), [order(1)])?.code == .ambiguous)
        #expect(await failure(ScriptedTransport(absent), [order(1)])?.code == .unavailable)
        #expect(await failure(ScriptedTransport(401, "invalid api token"), [order(1)])?.code == .unavailable)
        #expect(await failure(ScriptedTransport(500), [order(1)])?.code == .ambiguous)
        let missing = ScriptedTransport { _, _ in .failure(404, "ERR_PUBSUB_NOT_FOUND", "pubsub bus is not found") }
        #expect(await failure(missing, [order(1), order(2, key: "b")])?.code == .unavailable)
        let once = ScriptedTransport { _, number throws(DaprTransportError) in
            if number == 1 { throw .noAnswer("reset") }
            throw .notSent("refused")
        }
        #expect(await failure(once, [order(1)])?.code == .ambiguous)
    }

    @Test("tries pause, longer each time")
    func pauses() async throws {
        let clock = SteppedClock()
        let transport = ScriptedTransport(500)
        await #expect(throws: EventBusError.self) {
            try await bus(transport, clock: clock).publish([order(1)], to: orders)
        }
        #expect(transport.requests.count == 3)
        #expect(clock.sleeps == [.milliseconds(50), .milliseconds(100)])
    }

    @Test("a cancelled caller gets its own error")
    func interruption() async throws {
        let transport = ScriptedTransport { _, _ throws(DaprTransportError) in throw .interrupted(CancellationError()) }
        await #expect(throws: CancellationError.self) { try await bus(transport).publish([order(1)], to: orders) }
    }
}

/// The body of a bulk request.
private struct BulkBody: Decodable {
    struct Entry: Decodable {
        var entryId: String
        var contentType: String
        var metadata: [String: String]
        var event: CloudEvent<Order>

        var key: String { metadata["partitionKey"] ?? "" }
        var number: Int64 { event.data.number }
    }

    var entries: [Entry]

    init(_ request: DaprRequest) throws {
        entries = try JSONCodec.decode([Entry].self, from: request.body)
        #expect(
            entries.allSatisfy { $0.contentType == "application/cloudevents+json" && $0.key == $0.event.partitionKey })
    }
}

import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: deliveries", .serialized)
struct DeliveryTests {
    @Test("an event is wrapped, stored and brought to its route with what the broker knows of it")
    func delivers() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            let body = #"{"n":9007199254740993,"tag":"\#(tag)"}"#
            let status = try await stage.publish(body, to: "plain", query: "?metadata.partitionKey=u1")
            #expect(status == 204)
            let delivery = try #require(await stage.app.requests(1, at: "/plain", tagged: tag).first)
            #expect(delivery.headers["content-type"] == "application/cloudevents+json" && delivery.method == "POST")
            #expect(delivery.headers["__key"] == "u1" && delivery.headers["partitionkey"] == "u1")
            #expect(delivery.headers["__offset"].flatMap { Int($0) } != nil)
            #expect(delivery.headers["__partition"].flatMap { Int($0) } != nil)
            #expect(delivery.headers["pubsubname"] == "bus")
            let event = try #require(delivery.json)
            #expect(event["data"]?["n"] == .number("9007199254740993"))
            #expect(event["type"] == .string("com.dapr.event.sent") && event["specversion"] == .string("1.0"))
            #expect(event["topic"] == .string("plain") && event["pubsubname"] == .string("bus"))
            #expect(event["datacontenttype"] == .string("application/json") && event["id"]?.text?.isEmpty == false)
        }
    }

    @Test(
        "the content type of a publication decides what its data becomes",
        arguments: [
            (nil, "text/plain", "data"), ("foo/bar", "foo/bar", "data"),
            ("application/json", "application/json", "data"),
            ("application/octet-stream", "application/octet-stream", "data_base64"),
        ] as [(String?, String, String)])
    func contentTypes(type: String?, expected: String, member: String) async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            let headers = type.map { ["content-type": $0] } ?? [:]
            let query = "?metadata.cloudevent.subject=\(tag)"
            #expect(try await stage.outcome("POST", "/v1.0/publish/bus/plain\(query)", "hi", headers: headers) == "204")
            let event = try #require(await stage.app.requests(1, at: "/plain", tagged: tag).first?.json)
            #expect(event["datacontenttype"] == .string(expected))
            #expect(event[member] == .string(member == "data" ? "hi" : "aGk="))
        }
    }

    @Test("a CloudEvent sent as JSON is wrapped again, under a new id")
    func doublesTheEnvelope() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            _ = try await stage.publish(#"{"id":"own","specversion":"1.0","data":"\#(tag)"}"#, to: "plain")
            let event = try #require(await stage.app.requests(1, at: "/plain", tagged: tag).first?.json)
            #expect(event["data"]?["id"] == .string("own") && event["id"] != .string("own"))
        }
    }

    @Test("a CloudEvent passes with what it lacks but an id")
    func passesCloudEvents() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            let headers = ["content-type": "application/cloudevents+json"]
            let body = #"{"type":"own","data":"\#(tag)"}"#
            #expect(try await stage.outcome("POST", "/v1.0/publish/bus/plain", body, headers: headers) == "204")
            let event = try #require(await stage.app.requests(1, at: "/plain", tagged: tag).first?.json)
            #expect(event["type"] == .string("own") && event["source"] == .string("Dapr") && event["id"] == nil)
        }
    }

    @Test("events of a key come one after the other, a failed one first again")
    func keepsOrder() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            stage.app.answer("/plain") { received in
                let earlier = stage.app.received(at: "/plain").filter { $0.text.contains(tag) }.count
                return SidecarResponse(received.text.contains(tag) && earlier <= 2 ? 500 : 200)
            }
            for number in 1...3 {
                _ = try await stage.publish("\"\(number) \(tag)\"", to: "plain", query: "?metadata.partitionKey=\(tag)")
            }
            let deliveries = await stage.app.requests(5, at: "/plain", tagged: tag, within: .seconds(30))
            #expect(deliveries.compactMap { $0.json?["data"]?.text?.first } == ["1", "1", "1", "2", "3"])
        }
    }

    @Test("the first failure becomes a dead letter when there is a topic for it, with key and topic of the original")
    func buries() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            stage.app.answer("/buried") { _ in SidecarResponse(503) }
            _ = try await stage.publish("\"\(tag)\"", to: "buried", query: "?metadata.partitionKey=u")
            let dead = try #require(await stage.app.requests(1, at: "/dead", tagged: tag).first)
            #expect(dead.json?["topic"] == .string("buried") && dead.headers["__key"] == "u")
            #expect(stage.app.received(at: "/buried").filter { $0.text.contains(tag) }.count == 1)
        }
    }

    @Test("a raw subscription gets bytes in an event made around them")
    func raw() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            let encoded = Base64.encode(Array(tag.utf8))
            #expect(
                try await stage.outcome("POST", "/v1.0/publish/bus/raw?metadata.rawPayload=true", tag) == "204")
            let event = try #require(await stage.app.requests(1, at: "/raw", tagged: encoded).first?.json)
            #expect(event["data_base64"] == .string(encoded) && event["source"] == .string("Dapr"))
            #expect(event["datacontenttype"] == .string("application/octet-stream"))
        }
    }

    @Test(
        "rules are tried in order, then the default", arguments: [("a", "/a"), ("bc", "/b"), ("c", "/other")])
    func routes(type: String, path: String) async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            _ = try await stage.publish("\"\(tag)\"", to: "routed", query: "?metadata.cloudevent.type=\(type)")
            #expect(await stage.app.requests(1, at: path, tagged: tag).count == 1)
        }
    }

    @Test("an empty condition takes everything")
    func emptyMatch() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            _ = try await stage.publish("\"\(tag)\"", to: "everything")
            #expect(await stage.app.requests(1, at: "/everything", tagged: tag).count == 1)
        }
    }

    @Test("a given traceparent comes unchanged, and without one there are zeros")
    func traces() async throws {
        try await withPortableStage { stage in
            let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            for given in [parent, nil] {
                let tag = newTag()
                let headers = given.map { ["traceparent": $0] } ?? [:]
                _ = try await stage.send("POST", "/v1.0/publish/bus/plain", tag, headers: headers)
                let delivery = try #require(await stage.app.requests(1, at: "/plain", tagged: tag).first)
                let zeros = "00-00000000000000000000000000000000-0000000000000000-00"
                #expect(delivery.headers["traceparent"] == given ?? zeros)
            }
        }
    }

    @Test("an expired event is not brought, and becomes a dead letter when there is a topic for it")
    func expires() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            let headers = ["content-type": "application/cloudevents+json"]
            let body = #"{"id":"1","data":"\#(tag)","expiration":"2020-01-01T00:00:00Z"}"#
            _ = try await stage.send(
                "POST", "/v1.0/publish/bus/plain?metadata.partitionKey=\(tag)", body, headers: headers)
            _ = try await stage.publish("\"next \(tag)\"", to: "plain", query: "?metadata.partitionKey=\(tag)")
            let received = await stage.app.requests(1, at: "/plain", tagged: tag)
            #expect(received.map { $0.json?["data"]?.text } == ["next \(tag)"])
        }
    }

    @Test("several events are published at once, each under its own key; a malformed request is 400")
    func bulkPublish() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            for path in ["/v1.0/publish/bulk/bus/plain", "/v1.0-alpha1/publish/bulk/bus/plain"] {
                let body = """
                    [{"entryId":"1","event":{"t":"\(tag)"},"contentType":"application/json",
                      "metadata":{"partitionKey":"k"}},
                     {"entryId":"2","event":"\(tag)","contentType":"text/plain"}]
                    """
                #expect(try await stage.outcome("POST", path, body) == "204")
            }
            let deliveries = await stage.app.requests(4, at: "/plain", tagged: tag)
            #expect(deliveries.count == 4 && deliveries.filter { $0.headers["__key"] == "k" }.count == 2)
            for body in ["{", #"[{"event":1,"contentType":"application/json"}]"#] {
                let outcome = try await stage.outcome("POST", "/v1.0/publish/bulk/bus/plain", body)
                #expect(outcome == "400 ERR_PUBSUB_EVENTS_SER")
            }
        }
    }
}

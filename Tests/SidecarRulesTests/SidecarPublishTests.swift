import CivilTime
import SidecarRules
import Synchronization
import Testing

@Suite("Sidecar rules: publishing")
struct SidecarPublishTests {
    private static func context(bodyLimit: Int = 4 << 20) -> SidecarPublish.Context {
        let made = Mutex(0)
        var context = SidecarPublish.Context(
            appID: "core", now: Timestamp.epoch + .milliseconds(1_500), hasComponent: { $0 == "bus" },
            makeID: {
                made.withLock { count in
                    count += 1
                    return "made-\(count)"
                }
            })
        context.bodyLimit = bodyLimit
        context.mayPublish = { $0 != "forbidden" }
        return context
    }

    private func envelope(
        _ body: String, type: String?, query: [String: String] = [:], _ context: SidecarPublish.Context = context()
    ) throws -> SidecarJSON {
        let headers = type.map { ["Content-Type": $0] } ?? [:]
        let request = SidecarRequest(
            .post, "/v1.0/publish/bus/todo.events", query: query, headers: headers, body: Array(body.utf8))
        return try #require(SidecarJSON(try SidecarPublish(request, in: context).bytes))
    }

    private func error(_ request: SidecarRequest, _ context: SidecarPublish.Context = context()) -> SidecarError? {
        do throws(SidecarError) {
            _ = try SidecarPublish(request, in: context)
            return nil
        } catch {
            return error
        }
    }

    @Test("a body of JSON is wrapped, with the attributes that the sidecar makes")
    func wrapsJSON() throws {
        let event = try envelope("{\"n\":9007199254740993}", type: "application/json; charset=utf-8")
        let expected: [String: SidecarJSON] = [
            "id": .string("made-1"), "source": .string("core"), "specversion": .string("1.0"),
            "type": .string("com.dapr.event.sent"), "datacontenttype": .string("application/json"),
            "topic": .string("todo.events"), "pubsubname": .string("bus"), "time": .string("1970-01-01T00:00:01Z"),
            "traceid": .string(""), "traceparent": .string(""), "tracestate": .string(""),
            "data": .object(["n": .number("9007199254740993")]),
        ]
        #expect(event == .object(expected))
    }

    @Test("without a content type the data is a string; broken JSON silently is one too")
    func strings() throws {
        let untyped = try envelope("{\"n\":1}", type: nil)
        #expect(untyped["datacontenttype"] == .string("text/plain"))
        #expect(untyped["data"] == .string("{\"n\":1}"))
        let broken = try envelope("{\"n\":", type: "application/json")
        #expect(broken["data"] == .string("{\"n\":"))
        #expect(broken["datacontenttype"] == .string("application/json"))
        let bytes = try envelope("abc", type: "application/octet-stream")
        #expect(bytes["data_base64"] == .string("YWJj") && bytes["data"] == nil)
    }

    @Test(
        "a CloudEvent passes with its own attributes, gets what it lacks, but no id; topic and component are set anew")
    func passesCloudEvents() throws {
        let own = "{\"id\":\"mine\",\"type\":\"my.type\",\"topic\":\"wrong\",\"data\":{\"big\":9007199254740993}}"
        let event = try envelope(own, type: "application/cloudevents+json", query: ["metadata.cloudevent.id": "other"])
        #expect(event["id"] == .string("mine"))
        #expect(event["type"] == .string("my.type"))
        #expect(event["source"] == .string("Dapr"))
        #expect(event["topic"] == .string("todo.events"))
        #expect(event["data"]?["big"] == .number("9007199254740993"))
        #expect(event["datacontenttype"] == nil)
        #expect(try envelope("{\"data\":1}", type: "application/cloudevents+json")["id"] == nil)
    }

    @Test("a CloudEvent posted as plain JSON is wrapped again, under a new id at each call unless one is given")
    func doublesTheEnvelope() throws {
        let context = SidecarPublishTests.context()
        let own = "{\"id\":\"mine\",\"specversion\":\"1.0\",\"data\":{}}"
        let first = try envelope(own, type: "application/json", context)
        let second = try envelope(own, type: "application/json", context)
        #expect(first["data"]?["id"] == .string("mine"))
        #expect(first["id"] == .string("made-1") && second["id"] == .string("made-2"))
        let given = try envelope(own, type: "application/json", query: ["metadata.cloudevent.id": "stable"], context)
        #expect(given["id"] == .string("stable"))
    }

    @Test("raw payloads are stored as they are; the partition key and a time to live are metadata")
    func metadata() throws {
        var request = SidecarRequest(
            .put, "/v1.0/publish/bus/a%2Fb", query: ["metadata.rawPayload": "true", "metadata.partitionKey": "user 1"],
            body: [0, 255])
        let raw = try SidecarPublish(request, in: SidecarPublishTests.context())
        #expect(raw.bytes == [0, 255] && raw.partitionKey == "user 1" && raw.topic == "a/b")
        request.query = ["metadata.ttlInSeconds": "10"]
        let living = try SidecarPublish(request, in: SidecarPublishTests.context())
        #expect(SidecarJSON(living.bytes)?["expiration"] == .string("1970-01-01T00:00:11.500Z"))
        #expect(living.partitionKey == nil)
    }

    @Test("refusals have their statuses and codes")
    func refusals() {
        func post(_ path: String, _ query: [String: String] = [:], body: [UInt8] = []) -> SidecarRequest {
            SidecarRequest(
                .post, path, query: query, headers: ["content-type": "application/cloudevents+json"], body: body)
        }
        let unknown = error(post("/v1.0/publish/other/t"))
        #expect(unknown?.status == 404 && unknown?.code == "ERR_PUBSUB_NOT_FOUND")
        #expect(unknown?.reason == "DAPR_PUBSUB_NOT_FOUND")
        #expect(error(post("/v1.0/publish/bus")) == .unknownRoute)
        let raw = error(post("/v1.0/publish/bus/t", ["metadata.rawPayload": "notabool"]))
        #expect(raw?.status == 400 && raw?.code == "ERR_PUBSUB_REQUEST_METADATA")
        let broken = error(post("/v1.0/publish/bus/t", body: Array("[1]".utf8)))
        #expect(broken?.status == 500 && broken?.code == "ERR_PUBSUB_CLOUD_EVENTS_SER")
        let forbidden = error(post("/v1.0/publish/bus/forbidden"))
        #expect(forbidden?.status == 403 && forbidden?.code == "ERR_PUBSUB_FORBIDDEN")
        let huge = error(post("/v1.0/publish/bus/t", body: [1, 2, 3]), SidecarPublishTests.context(bodyLimit: 2))
        #expect(huge?.status == 500 && huge?.code == "ERR_PUBSUB_PUBLISH_MESSAGE")
        #expect(huge?.message.contains("stream too large") == true)
    }
}

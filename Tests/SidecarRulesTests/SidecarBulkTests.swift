import CivilTime
import Testing

@testable import SidecarRules

@Suite("Sidecar rules: several events at once")
struct SidecarBulkTests {
    private func publish(_ body: String, _ query: [String: String] = [:]) throws(SidecarError) -> SidecarBulkPublish {
        let context = SidecarPublish.Context(
            appID: "core", now: .epoch, hasComponent: { $0 == "bus" }, makeID: { "made" })
        let request = SidecarRequest(.post, "/v1.0/publish/bulk/bus/a%2Fb", query: query, body: Array(body.utf8))
        return try SidecarBulkPublish(request, in: context)
    }

    @Test("each entry is an event of its own content type and metadata, those of the query laid over them")
    func entries() throws {
        let body = """
            [{"entryId":"1","event":{"n":9007199254740993},"contentType":"application/json",
              "metadata":{"partitionKey":"own","rawPayload":"false"}},
             {"entryId":"2","event":"aGk=","contentType":"application/octet-stream"},
             {"entryId":"3","event":"hi","contentType":"text/plain"}]
            """
        let bulk = try publish(body)
        #expect(bulk.entries.map(\.entryID) == ["1", "2", "3"])
        #expect(bulk.entries.allSatisfy { $0.event.topic == "a/b" })
        #expect(bulk.entries[0].event.partitionKey == "own")
        #expect(bulk.entries[0].event.event?["data"]?["n"] == .number("9007199254740992"))
        #expect(bulk.entries[1].event.event?["data_base64"] == .string("aGk="))
        #expect(bulk.entries[2].event.event?["data"] == .string("hi"))
        #expect(try publish(body, ["metadata.partitionKey": "all"]).entries[0].event.partitionKey == "all")
    }

    @Test(
        "what is malformed is 400",
        arguments: [
            "{", "{}", #"[{"event":1,"contentType":"application/json"}]"#, #"[{"entryId":"1","event":1}]"#,
            #"[{"entryId":"1","event":1,"contentType":"text/plain"}]"#,
            #"[{"entryId":"1","event":"%","contentType":"application/octet-stream"}]"#,
            #"[{"entryId":"1","event":1,"contentType":"application/json"},"#
                + #"{"entryId":"1","event":2,"contentType":"application/json"}]"#,
        ])
    func malformed(body: String) throws {
        let error = #expect(throws: SidecarError.self) { try publish(body) }
        #expect(error?.status == 400 && error?.code == "ERR_PUBSUB_EVENTS_SER")
    }

    @Test("entries that were not stored are named in a 500")
    func failures() throws {
        let bulk = try publish(#"[{"entryId":"1","event":1,"contentType":"application/json"}]"#)
        #expect(bulk.answer([]).status == 204)
        let answer = bulk.answer([("1", SidecarPublish.failed("t", "gone"))])
        let failed = SidecarJSON(answer.body)?["failedEntries"]?.elements?.first?["entryId"]
        #expect(answer.status == 500 && failed == .string("1"))
    }

    @Test("a batch's answer decides each event; what it does not name comes again")
    func verdicts() {
        let entries = ["0", "1", "2", "3"].map { SidecarBulkDelivery.Entry(entryID: $0, event: .null, metadata: [:]) }
        let bulk = SidecarBulkDelivery(id: "i", topic: "t", component: "bus", entries: entries)
        func kinds(_ status: Int, _ body: String) -> String {
            bulk.verdicts(on: SidecarResponse(status, body: Array(body.utf8))).map { verdict in
                switch verdict {
                case .acknowledged: "a"
                case .retry: "r"
                case .dropped: "d"
                }
            }.joined()
        }
        let statuses =
            #"{"entryId":"0","status":"SUCCESS"},{"entryId":"1","status":"DROP"},{"entryId":"2","status":"x"}"#
        #expect(kinds(200, #"{"statuses":[\#(statuses)]}"#) == "adrr")
        #expect(kinds(200, "") == "rrrr" && kinds(500, #"{"statuses":[\#(statuses)]}"#) == "rrrr")
        #expect(kinds(404, "") == "dddd" && bulk.verdicts(on: nil).count == 4)
    }
}

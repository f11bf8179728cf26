import CivilTime
import ServicePorts
import SidecarRules
import SimulationKit
import Testing

@Suite("Sidecar rules: state")
struct SidecarStateTests {
    /// Runs the requests in turn on one store.
    private func answers(
        _ requests: [SidecarRequest], by rules: SidecarState = .init(appID: "core", stores: ["s"])
    ) throws -> [SidecarResponse] {
        try simulated { simulation in
            let store = SimulatedStateStore(simulation)
            return requests.map { rules.answer($0, on: store) }
        }
    }

    private func save(_ items: String) -> SidecarRequest {
        SidecarRequest(.post, "/v1.0/state/s", body: Array(items.utf8))
    }

    private func transact(_ operations: String) -> SidecarRequest {
        SidecarRequest(.post, "/v1.0/state/s/transaction", body: Array("{\"operations\":\(operations)}".utf8))
    }

    private func get(_ key: String) -> SidecarRequest {
        SidecarRequest(.get, "/v1.0/state/s/\(key)")
    }

    private func code(_ response: SidecarResponse) -> String {
        "\(response.status) \(SidecarJSON(response.body)?["errorCode"]?.text ?? "-")"
    }

    @Test("a missing key is 204 without a body; a present one is 200 with its bytes and an etag")
    func reads() throws {
        let all = try answers([get("k"), save("[{\"key\":\"k\",\"value\":{\"b\":1,\"a\":2}}]"), get("k"), get("k")])
        #expect(all[0] == .noContent)
        #expect(all[1] == .noContent)
        #expect(all[2].status == 200 && all[2].body == Array("{\"a\":2,\"b\":1}".utf8))
        #expect(all[2].headers["etag"]?.isEmpty == false)
        #expect(all[2] == all[3])
    }

    @Test("a wrong etag is 409 on save and on delete, and nothing changes; an empty one is none")
    func etags() throws {
        let all = try answers([
            save("[{\"key\":\"k\",\"value\":1}]"), save("[{\"key\":\"k\",\"value\":2,\"etag\":\"wrong\"}]"),
            SidecarRequest(.delete, "/v1.0/state/s/k", headers: ["If-Match": "wrong"]), get("k"),
            save("[{\"key\":\"k\",\"value\":3,\"etag\":\"\"}]"), get("k"),
            SidecarRequest(.delete, "/v1.0/state/s/k"), SidecarRequest(.delete, "/v1.0/state/s/k"), get("k"),
        ])
        #expect(code(all[1]) == "409 ERR_STATE_SAVE")
        #expect(code(all[2]) == "409 ERR_STATE_DELETE")
        #expect(all[3].body == Array("1".utf8))
        #expect(all[4].status == 204 && all[5].body == Array("3".utf8))
        #expect(all[6...].map(\.status) == [204, 204, 204])
    }

    @Test("first-write without an etag inserts only: 409, or 500 as PostgreSQL answers")
    func firstWrites() throws {
        let insert = save("[{\"key\":\"k\",\"value\":1,\"options\":{\"concurrency\":\"first-write\"}}]")
        #expect(try answers([insert, insert]).map(\.status) == [204, 409])
        let rules = SidecarState(appID: "core", stores: ["s"], insertConflict: .failure)
        let postgres = try answers([insert, insert], by: rules)
        #expect(postgres.map(\.status) == [204, 500])
        #expect(String(decoding: postgres[1].body, as: UTF8.self).contains("no item was updated"))
    }

    @Test("saving several items is not atomic, a transaction is; its etag mismatch is a 500 told by its message")
    func atomicity() throws {
        let wrong = "{\"key\":\"b\",\"value\":1,\"etag\":\"wrong\"}"
        let items = "[{\"key\":\"a\",\"value\":1},\(wrong),{\"key\":\"c\",\"value\":1}]"
        let saved = try answers([save(items), get("a"), get("b"), get("c")])
        #expect(saved.map(\.status) == [409, 200, 204, 200])
        let upsertA = "{\"operation\":\"upsert\",\"request\":{\"key\":\"a\",\"value\":1}}"
        let upsertB = "{\"operation\":\"upsert\",\"request\":\(wrong)}"
        let transacted = try answers([
            transact("[\(upsertA),\(upsertB)]"), get("a"), transact("[\(upsertA)]"), get("a"), transact("[]"),
            transact("[{\"operation\":\"increment\",\"request\":{\"key\":\"a\"}}]"),
        ])
        #expect(transacted[1...4].map(\.status) == [204, 204, 200, 204])
        #expect(code(transacted[0]) == "500 ERR_STATE_TRANSACTION")
        #expect(String(decoding: transacted[0].body, as: UTF8.self).contains("possible etag mismatch"))
        #expect(code(transacted[5]) == "400 ERR_NOT_SUPPORTED_STATE_OPERATION")
    }

    @Test("whole numbers beyond 2^53 are damaged, as strings they survive")
    func bigNumbers() throws {
        let items = "[{\"key\":\"n\",\"value\":9007199254740993},{\"key\":\"t\",\"value\":\"9007199254740993\"}]"
        let all = try answers([save(items), get("n"), get("t")])
        #expect(String(decoding: all[1].body, as: UTF8.self) == "9007199254740992")
        #expect(String(decoding: all[2].body, as: UTF8.self) == "\"9007199254740993\"")
    }

    @Test("illegal requests have their codes")
    func refusals() throws {
        let all = try answers([
            save("[{\"key\":\"a||b\",\"value\":1}]"), get("a%7C%7Cb"), save("{}"), save("[{\"value\":1}]"),
            SidecarRequest(.get, "/v1.0/state/other/k"), save("[]"),
            save("[{\"key\":\"k\",\"value\":1,\"metadata\":{\"ttlInSeconds\":60}}]"),
            save("[{\"key\":\"k\",\"value\":1,\"metadata\":{\"ttlInSeconds\":\"soon\"}}]"),
        ])
        #expect(
            all.map(code) == [
                "400 ERR_MALFORMED_REQUEST", "400 ERR_MALFORMED_REQUEST", "400 ERR_MALFORMED_REQUEST",
                "400 ERR_MALFORMED_REQUEST", "400 ERR_STATE_STORE_NOT_FOUND", "204 -", "400 ERR_MALFORMED_REQUEST",
                "500 ERR_STATE_SAVE",
            ])
        #expect(String(decoding: all[0].body, as: UTF8.self).contains("DAPR_STATE_ILLEGAL_KEY"))
    }

    @Test("a value with a time to live says when it ends, and reads as missing afterwards; -1 takes the end away")
    func expiry() throws {
        let rules = SidecarState(appID: "core", stores: ["s"])
        let saved = save("[{\"key\":\"k\",\"value\":1,\"metadata\":{\"ttlInSeconds\":\"10\"}}]")
        let kept = save("[{\"key\":\"k\",\"value\":1,\"metadata\":{\"ttlInSeconds\":\"-1\"}}]")
        try simulated { simulation in
            let store = SimulatedStateStore(simulation)
            _ = rules.answer(saved, on: store)
            let living = rules.answer(self.get("k"), on: store)
            #expect(living.headers["metadata.ttlexpiretime"] == (simulation.now + .seconds(10)).rfc3339)
            try await simulation.clock.sleep(for: .seconds(11))
            #expect(rules.answer(self.get("k"), on: store) == .noContent)
            _ = rules.answer(saved, on: store)
            _ = rules.answer(kept, on: store)
            try await simulation.clock.sleep(for: .seconds(11))
            let after = rules.answer(self.get("k"), on: store)
            #expect(after.status == 200 && after.headers["metadata.ttlexpiretime"] == nil)
        }
    }

    @Test("a bulk read has an item with only its key for what is missing")
    func bulk() throws {
        let request = SidecarRequest(.post, "/v1.0/state/s/bulk", body: Array("{\"keys\":[\"k\",\"none\"]}".utf8))
        let items = try #require(
            SidecarJSON(try answers([save("[{\"key\":\"k\",\"value\":1}]"), request])[1].body)?.elements)
        #expect(items[0]["data"] == .number("1") && items[0]["etag"] != nil)
        #expect(items[1] == .object(["key": .string("none")]))
    }
}

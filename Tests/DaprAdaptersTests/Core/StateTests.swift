import DaprAdapters
import ServicePorts
import Testing

@Suite("State over a sidecar")
struct StateTests {
    private func store(_ transport: ScriptedTransport) -> DaprStateStore {
        DaprStateStore(transport: transport, settings: DaprStateSettings(store: "state"))
    }

    private func failure(_ transport: ScriptedTransport, _ writes: StateWrite...) async -> StateStoreError? {
        await #expect(throws: StateStoreError.self) {
            if writes.count == 1 {
                try await store(transport).apply(writes[0])
            } else {
                try await store(transport).transact(writes)
            }
        }
    }

    private static let mismatch = "error: possible etag mismatch. error from state store: x"

    @Test("a write is an item whose value is text where it can be, and base64 otherwise")
    func writes() async throws {
        let transport = ScriptedTransport(204)
        let store = store(transport)
        try await store.apply(.set("k", Array("{\"a\":9007199254740993}".utf8)))
        try await store.apply(.set("k", [0xFF, 0], if: .ifMatch(etag: "7"), timeToLive: .milliseconds(1_500)))
        try await store.apply(.set("a|b%", [], if: .ifAbsent))
        #expect(transport.requests.allSatisfy { $0.method == .post && $0.path == "/v1.0/state/state" })
        #expect(
            transport.requests.map(\.text) == [
                #"[{"key":"k","value":"{\"a\":9007199254740993}"}]"#,
                #"[{"etag":"7","key":"k","metadata":{"ttlInSeconds":"2"},"options":{"concurrency":"first-write"},"#
                    + #""value":{"base64":"/wA="}}]"#,
                #"[{"key":"a%7Cb%25","options":{"concurrency":"first-write"},"value":""}]"#,
            ])
    }

    @Test("a value comes back byte for byte; one of another program is its JSON as it stands")
    func reads() async throws {
        let bodies = [
            (#""{\"a\":1}""#, Array("{\"a\":1}".utf8)), (#"{"base64":"/wA="}"#, [0xFF, 0]), (#""""#, []),
            (#"{"a":1}"#, Array("{\"a\":1}".utf8)), ("7", Array("7".utf8)),
            (#"{"base64":"/wA=","b":""}"#, Array(#"{"base64":"/wA=","b":""}"#.utf8)),
        ]
        for (body, value) in bodies {
            let transport = ScriptedTransport { _, _ in
                DaprResponse(200, headers: ["ETag": "e"], body: Array(body.utf8))
            }
            #expect(try await store(transport).get("k/1") == StateEntry(value: value, etag: "e"), "\(body)")
            #expect(transport.requests.first?.path == "/v1.0/state/state/k%2F1")
        }
        #expect(try await store(ScriptedTransport(204)).get("k") == nil)
    }

    @Test("a store without etags is refused, since conditions would hold by accident")
    func needsEtags() async {
        let error = await #expect(throws: StateStoreError.self) {
            try await store(ScriptedTransport(200, "1")).get("k")
        }
        #expect(error?.message.contains("etag") == true)
    }

    @Test("a condition that did not hold is a conflict, however the component says so")
    func conflicts() async {
        let match = StateWrite.set("k", [1], if: .ifMatch(etag: "1"))
        let insert = StateWrite.set("k", [1], if: .ifAbsent)
        let answers: [(DaprResponse, [StateWrite])] = [
            (.failure(409, "ERR_STATE_SAVE"), [match]),
            (.failure(400, "ERR_STATE_SAVE", "invalid etag value"), [match]),
            (.failure(409, "ERR_STATE_DELETE"), [.delete("k", if: .ifMatch(etag: "1"))]),
            (.failure(500, "ERR_STATE_SAVE", "no item was updated"), [insert]),
            (.failure(500, "ERR_STATE_TRANSACTION", StateTests.mismatch), [match, insert]),
            (.failure(500, "ERR_STATE_TRANSACTION", "no item was updated"), [match, insert]),
        ]
        for (answer, writes) in answers {
            let transport = ScriptedTransport { _, _ in answer }
            let error = await #expect(throws: StateStoreError.self) { try await store(transport).transact(writes) }
            #expect(error?.code == .conflict, "\(answer.text)")
        }
    }

    @Test("an outage is never a conflict")
    func outages() async {
        let match = StateWrite.set("k", [1], if: .ifMatch(etag: "1"))
        let insert = StateWrite.set("k", [1], if: .ifAbsent)
        let down = ScriptedTransport { _, _ in .failure(500, "ERR_STATE_SAVE", "dial tcp: connection refused") }
        for write in [match, insert] { #expect(await failure(down, write)?.code == .ambiguous) }
        #expect(await failure(down, match, insert)?.code == .ambiguous)
        let plain = StateWrite.set("k", [1])
        let odd = ScriptedTransport { _, _ in .failure(500, "ERR_STATE_TRANSACTION", StateTests.mismatch) }
        #expect(await failure(odd, plain, plain)?.code == .ambiguous)
        let lost = ScriptedTransport { _, _ throws(DaprTransportError) in throw .timeout(.seconds(1)) }
        #expect(await failure(lost, match)?.code == .ambiguous)
        let absent = ScriptedTransport { _, _ throws(DaprTransportError) in throw .notSent("refused") }
        #expect(await failure(absent, match)?.code == .unavailable)
        let unknown = ScriptedTransport { _, _ in .failure(400, "ERR_STATE_STORE_NOT_FOUND") }
        #expect(await failure(unknown, match)?.code == .unavailable)
    }

    @Test("a component that says the same of every failure is believed only when the key is there")
    func possibleConflicts() async {
        let insert = StateWrite.set("k", [1], if: .ifAbsent)
        for (read, code) in [(200, StateStoreError.Code.conflict), (204, .ambiguous)] {
            let transport = ScriptedTransport { request, _ in
                guard request.method == .post else { return DaprResponse(read, headers: ["etag": "1"], body: [0x31]) }
                return .failure(500, "ERR_STATE_SAVE", "failed to set key k")
            }
            #expect(await failure(transport, insert)?.code == code)
        }
    }

    @Test("an empty etag never matches and is not sent, as the sidecar would take it for no condition")
    func emptyEtag() async {
        let transport = ScriptedTransport(204)
        #expect(await failure(transport, .set("k", [1], if: .ifMatch(etag: "")))?.code == .conflict)
        #expect(await failure(transport, .set("a", [1]), .delete("k", if: .ifMatch(etag: "")))?.code == .conflict)
        #expect(transport.requests.isEmpty)
    }

    @Test("a conditional delete sends its etag; one that demands absence writes nothing")
    func deletes() async throws {
        let transport = ScriptedTransport(204)
        try await store(transport).apply(.delete("k", if: .ifMatch(etag: "7")))
        #expect(transport.requests[0].target == "/v1.0/state/state/k?concurrency=first-write")
        #expect(transport.requests[0].headers["if-match"] == "7")
        try await store(transport).apply(.delete("k", if: .ifAbsent))
        #expect(transport.requests.map(\.method) == [.delete, .get])
    }

    @Test("in a transaction absence is demanded by inserting and deleting")
    func demandsAbsence() async throws {
        let transport = ScriptedTransport(204)
        try await store(transport).transact([.set("a", [0x31]), .delete("b", if: .ifAbsent)])
        #expect(transport.requests.map(\.path) == ["/v1.0/state/state/transaction"])
        #expect(
            transport.requests[0].text == #"{"operations":[{"operation":"upsert","request":{"key":"a","value":"1"}},"#
                + #"{"operation":"upsert","request":{"key":"b","options":{"concurrency":"first-write"},"value":""}},"#
                + #"{"operation":"delete","request":{"key":"b"}}]}"#)
        try await store(transport).transact([])
        #expect(transport.requests.count == 1)
    }

    @Test("errors say which call, component, status and code")
    func messages() async {
        let transport = ScriptedTransport { _, _ in .failure(500, "ERR_STATE_SAVE", "disk full") }
        let message = await failure(transport, .set("k", [1]))?.message ?? ""
        for part in ["POST /v1.0/state/state", "state component 'state'", "500", "ERR_STATE_SAVE", "disk full"] {
            #expect(message.contains(part), "\(part)")
        }
    }
}

import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: state, jobs, secrets, invocation, health")
struct OtherInterfaceTests {
    @Test("state: saved, read with an etag, compared, deleted")
    func state() async throws {
        try await withStage { stage in
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k") == "204")
            #expect(try await stage.outcome("POST", "/v1.0/state/state", #"[{"key":"k","value":{"a":1}}]"#) == "204")
            let read = try await stage.send("GET", "/v1.0/state/state/k")
            #expect(read.text == #"{"a":1}"# && read.headers["content-type"] == "application/json")
            let etag = try #require(read.headers["etag"])
            let wrong = #"[{"key":"k","value":2,"etag":"999"}]"#
            #expect(try await stage.outcome("POST", "/v1.0/state/state", wrong) == "409 ERR_STATE_SAVE")
            let right = #"[{"key":"k","value":2,"etag":"\#(etag)"}]"#
            #expect(try await stage.outcome("POST", "/v1.0/state/state", right) == "204")
            #expect(
                try await stage.outcome("DELETE", "/v1.0/state/state/k", headers: ["if-match": etag])
                    == "409 ERR_STATE_DELETE")
            #expect(try await stage.outcome("DELETE", "/v1.0/state/state/k") == "204")
        }
    }

    @Test("a job comes back to the application with its data, and is gone when it ran once")
    func jobs() async throws {
        try await withStage { stage in
            let body = #"{"dueTime":"50ms","data":{"id":7}}"#
            #expect(try await stage.outcome("POST", "/v1.0/jobs/one", body) == "204")
            let call = try #require(await stage.app.requests(1, at: "/job/one").first)
            #expect(call.json == .object(["id": .number("7")]) && call.method == "POST")
            try await eventually("the job is gone") { stage.emulator.pendingJobs.isEmpty }
            #expect(try await stage.outcome("GET", "/v1.0/jobs/one") == "500 DAPR_SCHEDULER_GET_JOB")
        }
    }

    @Test("a call passes method, path, query, headers and body, and the answer's status, headers and body")
    func invokes() async throws {
        try await withStage { stage in
            stage.app.answer("/a/b%2Fc") { _ in
                SidecarResponse(418, headers: ["x-own": "1", "content-type": "text/plain"], body: Array("tea".utf8))
            }
            let answer = try await stage.send(
                "PATCH", "/v1.0/invoke/core/method/a/b%2Fc?x=1&x=2", "body", headers: ["x-mine": "2"])
            #expect(answer.status == 418 && answer.text == "tea" && answer.headers["x-own"] == "1")
            let call = try #require(stage.app.received(at: "/a/b%2Fc").first)
            #expect(call.method == "PATCH" && call.query == "x=1&x=2" && call.text == "body")
            #expect(call.headers["x-mine"] == "2" && call.headers["dapr-caller-app-id"] == "core")
            #expect(
                try await stage.outcome("GET", "/v1.0/invoke/nobody/method/x") == "500 ERR_DIRECT_INVOKE")
            #expect(try await stage.outcome("GET", "/x", headers: ["dapr-app-id": "core"]) == "200")
            #expect(try await stage.outcome("GET", "/x") == "404 ERR_DIRECT_INVOKE")
        }
    }

    @Test("secrets and health")
    func secretsAndHealth() async throws {
        try await withStage { stage in
            let secret = try await stage.send("GET", "/v1.0/secrets/secrets/jwt")
            #expect(secret.text == #"{"jwt":"s"}"#)
            #expect(try await stage.outcome("GET", "/v1.0/secrets/none/jwt") == "401 ERR_SECRET_STORE_NOT_FOUND")
            #expect(try await stage.outcome("GET", "/v1.0/healthz") == "204")
            #expect(try await stage.outcome("GET", "/v1.0/healthz/outbound") == "204")
            stage.sidecar.isHeldBack = true
            #expect(try await stage.outcome("GET", "/v1.0/healthz") == "500 ERR_HEALTH_NOT_READY")
            #expect(try await stage.outcome("GET", "/v1.0/healthz/outbound") == "500 ERR_OUTBOUND_HEALTH_NOT_READY")
        }
    }
}

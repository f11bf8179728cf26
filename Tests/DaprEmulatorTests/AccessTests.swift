import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: tokens, scopes and limits")
struct AccessTests {
    @Test("without its token a request is 401 in plain text, health apart, and no token goes on to others")
    func apiToken() async throws {
        try await withStage {
            $0.apiToken = "secret"
        } _: { stage in
            let refused = try await stage.send("GET", "/v1.0/state/state/k")
            #expect(refused.status == 401 && refused.text == "invalid api token")
            #expect(refused.headers["content-type"]?.hasPrefix("text/plain") == true)
            for path in ["/v1.0/healthz", "/v1.0/healthz/outbound"] {
                #expect(try await stage.outcome("GET", path) == "204")
            }
            let token = ["dapr-api-token": "secret"]
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k", headers: token) == "204")
            #expect(try await stage.outcome("GET", "/v1.0/invoke/core/method/x", headers: token) == "200")
            #expect(stage.app.received(at: "/x").first?.headers["dapr-api-token"] == nil)
        }
    }

    @Test("the application's token comes with everything but health")
    func appToken() async throws {
        let subscriptions = #"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#
        try await withStage(subscriptions: subscriptions) {
            $0.appAPIToken = "mine"
        } _: { stage in
            _ = try await stage.publish("1", to: "plain")
            _ = try await stage.send("POST", "/v1.0/jobs/j", #"{"dueTime":"1ms"}"#)
            _ = try await stage.send("GET", "/v1.0/invoke/core/method/x")
            _ = await stage.app.requests(1, at: "/plain")
            _ = await stage.app.requests(1, at: "/job/j")
            let paths = Set(stage.app.everything.map(\.path))
            #expect(paths == ["/dapr/config", "/dapr/subscribe", "/plain", "/job/j", "/x"])
            #expect(stage.app.everything.allSatisfy { $0.headers["dapr-api-token"] == "mine" })
        }
    }

    @Test("publishing outside of the scope is 403, and a subscription outside of it gets nothing")
    func scopes() async throws {
        var settings = EmulatorSettings.forTests
        settings.pubSubs[0].scopes.allowedTopics = ["open", "mine", "secret"]
        settings.pubSubs[0].scopes.protectedTopics = ["secret"]
        settings.pubSubs[0].scopes.publishing = SidecarTopicScopes.read("core=open,mine; other=open")
        settings.pubSubs[0].scopes.subscription = SidecarTopicScopes.read("core=mine")
        let subscriptions = """
            [{"pubsubname":"bus","topic":"open","route":"/open"},{"pubsubname":"bus","topic":"mine","route":"/mine"}]
            """
        try await withStage(settings, subscriptions: subscriptions) { stage in
            for (topic, outcome) in [
                ("open", "204"), ("mine", "204"), ("secret", "403 ERR_PUBSUB_FORBIDDEN"),
                ("unknown", "403 ERR_PUBSUB_FORBIDDEN"),
            ] {
                let answered = try await stage.outcome("POST", "/v1.0/publish/bus/\(topic)", "1")
                #expect(answered == outcome)
            }
            #expect(await stage.app.requests(1, at: "/mine").count == 1)
            #expect(stage.app.received(at: "/open").isEmpty && stage.sidecar.subscriptions.map(\.topic) == ["mine"])
        }
    }

    @Test("components belong to those applications that they name")
    func componentScopes() async throws {
        var settings = EmulatorSettings.forTests
        settings.pubSubs[0].appIDs = ["other"]
        settings.stateStores[0].appIDs = ["other"]
        settings.secretStores[0].appIDs = ["core"]
        try await withStage(settings) { stage in
            let publish = try await stage.outcome("POST", "/v1.0/publish/bus/t", "1")
            #expect(publish == "404 ERR_PUBSUB_NOT_FOUND")
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k") == "500 ERR_STATE_STORE_NOT_CONFIGURED")
            #expect(try await stage.outcome("GET", "/v1.0/secrets/secrets/jwt") == "200")
        }
    }

    @Test("a body over the limit has each interface's own code, and a long head is 431")
    func limits() async throws {
        try await withStage { stage in
            let long = String(repeating: "x", count: 4 << 20) + "x"
            let fits = try await stage.outcome("POST", "/v1.0/publish/bus/t", String(long.dropLast()))
            #expect(fits == "204")
            #expect(try await stage.outcome("POST", "/v1.0/publish/bus/t", long) == "500 ERR_PUBSUB_PUBLISH_MESSAGE")
            #expect(try await stage.outcome("POST", "/v1.0/state/state", long) == "400 ERR_MALFORMED_REQUEST")
            #expect(try await stage.outcome("POST", "/v1.0/jobs/j", long) == "400 ERR_BODY_READ")
            let head = ["x-long": String(repeating: "x", count: 9_000)]
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k", headers: head) == "431")
            let short = ["x-long": String(repeating: "x", count: 4_000)]
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k", headers: short) == "204")
        }
    }

    @Test("before 1.18 jobs are at the alpha path only")
    func olderJobs() async throws {
        var settings = EmulatorSettings.forTests
        settings.hasStableJobs = false
        try await withStage(settings) { stage in
            let body = #"{"dueTime":"1h"}"#
            let stable = try await stage.outcome("POST", "/v1.0/jobs/j", body)
            #expect(stable == "404 ERR_DIRECT_INVOKE")
            #expect(try await stage.outcome("POST", "/v1.0-alpha1/jobs/j", body) == "204")
            #expect(try await stage.outcome("GET", "/v1.0-alpha1/jobs/j") == "200")
        }
    }

    @Test("PostgreSQL answers an insert over a present key with 500, others with 409", arguments: [true, false])
    func firstWrites(isPostgreSQL: Bool) async throws {
        var settings = EmulatorSettings.forTests
        settings.stateStores[0].insertConflict = isPostgreSQL ? .failure : .conflict
        try await withStage(settings) { stage in
            let body = #"[{"key":"k","value":1,"options":{"concurrency":"first-write"}}]"#
            #expect(try await stage.outcome("POST", "/v1.0/state/state", body) == "204")
            let again = try await stage.outcome("POST", "/v1.0/state/state", body)
            #expect(again == (isPostgreSQL ? "500 ERR_STATE_SAVE" : "409 ERR_STATE_SAVE"))
        }
    }

    @Test("an etag that is no number is malformed for a store of numeric ones")
    func numericETags() async throws {
        var settings = EmulatorSettings.forTests
        settings.stateStores[0].hasNumericETags = true
        try await withStage(settings) { stage in
            let saved = try await stage.outcome("POST", "/v1.0/state/state", #"[{"key":"k","value":1,"etag":"x"}]"#)
            #expect(saved == "400 ERR_STATE_SAVE")
            let deleted = try await stage.outcome("DELETE", "/v1.0/state/state/k", headers: ["if-match": "x"])
            #expect(deleted == "400 ERR_STATE_DELETE")
            let operation = #"{"operation":"upsert","request":{"key":"k","value":1,"etag":"x"}}"#
            let answer = try await stage.send(
                "POST", "/v1.0/state/state/transaction", "{\"operations\":[\(operation)]}")
            #expect(answer.status == 500 && answer.text.contains("invalid etag value"))
        }
    }

    @Test("secrets that a scope does not name are 403, and are left out when all are read")
    func secretScopes() async throws {
        var settings = EmulatorSettings.forTests
        settings.secretStores[0].store = .file(["jwt": "s", "other": "o"])
        settings.secretStores[0].allowedSecrets = ["jwt"]
        try await withStage(settings) { stage in
            let read = try await stage.outcome("GET", "/v1.0/secrets/secrets/jwt")
            #expect(read == "200")
            #expect(try await stage.outcome("GET", "/v1.0/secrets/secrets/other") == "403 ERR_PERMISSION_DENIED")
            #expect(try await stage.send("GET", "/v1.0/secrets/secrets/bulk").text == #"{"jwt":{"jwt":"s"}}"#)
        }
    }

    @Test("state expires, tells when, and can be made to stay")
    func expiry() async throws {
        try await withStage { stage in
            func save(_ seconds: Int) async throws -> String {
                let body = #"[{"key":"k","value":1,"metadata":{"ttlInSeconds":"\#(seconds)"}}]"#
                return try await stage.outcome("POST", "/v1.0/state/state", body)
            }
            #expect(try await save(100) == "204")
            #expect(try await stage.send("GET", "/v1.0/state/state/k").headers["metadata.ttlexpiretime"] != nil)
            #expect(try await save(-1) == "204")
            #expect(try await stage.send("GET", "/v1.0/state/state/k").headers["metadata.ttlexpiretime"] == nil)
            #expect(try await save(-2) == "500 ERR_STATE_SAVE")
            #expect(try await save(1) == "204")
            try await eventually("it is gone") { try await stage.outcome("GET", "/v1.0/state/state/k") == "204" }
        }
    }
}

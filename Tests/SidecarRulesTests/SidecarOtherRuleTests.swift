import SidecarRules
import Testing

@Suite("Sidecar rules: secrets, invocation, errors, JSON")
struct SidecarOtherRuleTests {
    private let secrets = SidecarSecrets(stores: ["file": .file(["jwt": "s"]), "local": .environment(["JWT": "s"])])

    private func answer(_ path: String) -> String {
        let answer = secrets.answer(SidecarRequest(.get, path))
        let text = String(decoding: answer.body, as: UTF8.self)
        return "\(answer.status) \(SidecarJSON(answer.body)?["errorCode"]?.text ?? text)"
    }

    @Test("secrets: an unknown store is 401, a missing secret 500, a missing variable empty")
    func secretAnswers() {
        #expect(answer("/v1.0/secrets/file/jwt") == "200 {\"jwt\":\"s\"}")
        #expect(answer("/v1.0/secrets/file/none") == "500 ERR_SECRET_GET")
        #expect(answer("/v1.0/secrets/other/jwt") == "401 ERR_SECRET_STORE_NOT_FOUND")
        #expect(answer("/v1.0/secrets/local/JWT") == "200 {\"JWT\":\"s\"}")
        #expect(answer("/v1.0/secrets/local/NONE") == "200 {\"NONE\":\"\"}")
        #expect(answer("/v1.0/secrets/local/APP_API_TOKEN") == "500 ERR_SECRET_GET")
        let none = SidecarSecrets(stores: [:]).answer(SidecarRequest(.get, "/v1.0/secrets/file/jwt"))
        #expect(none.status == 500)
    }

    @Test("an invocation keeps method, path, query and body, and says who calls")
    func invocations() throws {
        let request = SidecarRequest(
            .put, "/v1.0/invoke/core/method/a/b%2Fc", query: ["x": "1"], headers: ["Accept": "text/plain"], body: [7])
        let invocation = try SidecarInvocation(request, from: "web")
        #expect(invocation.appID == "core")
        #expect(invocation.request.path == "/a/b%2Fc" && invocation.request.method == .put)
        #expect(invocation.request.body == [7] && invocation.request.query == ["x": "1"])
        #expect(invocation.request.headers["dapr-caller-app-id"] == "web")
        #expect(invocation.request.headers["accept"] == "text/plain")
        let byHeader = try SidecarInvocation(
            SidecarRequest(.get, "/tasks", headers: ["dapr-app-id": "core"]), from: "web")
        #expect(byHeader.appID == "core" && byHeader.request.path == "/tasks")
        #expect(throws: SidecarError.unknownRoute) {
            try SidecarInvocation(SidecarRequest(.get, "/tasks"), from: "web")
        }
        let unreachable = SidecarInvocation.unreachable("core", "nobody")
        #expect(unreachable.status == 500 && unreachable.code == "ERR_DIRECT_INVOKE")
    }

    @Test("errors have the older shape, or the newer one with a reason to look up by its type")
    func errorShapes() throws {
        let older = try #require(SidecarJSON(SidecarError.unknownRoute.response.body))
        #expect(older["errorCode"] == .string("ERR_DIRECT_INVOKE") && older["details"] == nil)
        let newer = SidecarError(404, "ERR_PUBSUB_NOT_FOUND", "none", reason: "DAPR_PUBSUB_NOT_FOUND").response
        let detail = try #require(SidecarJSON(newer.body)?["details"]?.elements?.first)
        #expect(detail["@type"] == .string("type.googleapis.com/google.rpc.ErrorInfo"))
        #expect(detail["reason"] == .string("DAPR_PUBSUB_NOT_FOUND"))
        #expect(newer.headers["content-type"] == "application/json" && newer.status == 404)
    }

    @Test("without its token a request is refused in plain text, health apart")
    func tokens() {
        let publish = SidecarRequest(.post, "/v1.0/publish/bus/t")
        let refused = SidecarAccess.refusal(of: publish, token: "secret")
        #expect(refused?.status == 401 && refused?.body == Array("invalid api token".utf8))
        #expect(refused?.headers["content-type"] == "text/plain")
        #expect(SidecarAccess.refusal(of: publish, token: nil) == nil)
        var allowed = publish
        allowed.headers["dapr-api-token"] = "secret"
        #expect(SidecarAccess.refusal(of: allowed, token: "secret") == nil)
        for path in ["/v1.0/healthz", "/v1.0/healthz/outbound"] {
            #expect(SidecarAccess.refusal(of: SidecarRequest(.get, path), token: "secret") == nil)
        }
    }

    @Test(
        "JSON is read and written, numbers as they were",
        arguments: [
            "{\"a\":[1,-2.5e3,true,false,null],\"b\":\"\\u0000\\n\\\"\\\\ü🦉\"}", "[]", "{}", "\"\"", "0",
            "12345678901234567890",
        ])
    func json(text: String) throws {
        let value = try #require(SidecarJSON(Array(text.utf8)))
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
    }

    @Test(
        "what is no JSON is not read",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "+1", "nul", "\"a", "\"\\x\"", "\"\\ud800\"", "1 2", "{a:1}",
            "\"\u{1}\"",
            String(repeating: "[", count: 100_000),
        ])
    func noJSON(text: String) {
        #expect(SidecarJSON(Array(text.utf8)) == nil)
    }

    @Test("escapes of every kind are read")
    func escapes() {
        let text = "\"\\u00fc\\ud83e\\udd89\\/\\b\\f\\t\""
        #expect(SidecarJSON(Array(text.utf8)) == .string("ü🦉/\u{8}\u{c}\t"))
    }

    @Test("base64 goes both ways, and other text is refused")
    func base64() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            #expect(Base64.encode(Array(text.utf8)) == coded)
            #expect(Base64.decode(coded) == Array(text.utf8))
        }
        let all = (0...255).map { UInt8($0) }
        #expect(Base64.decode(Base64.encode(all)) == all)
        for text in ["Zg=", "Zg", "Z===", "Zm9*", "===="] { #expect(Base64.decode(text) == nil) }
    }

    @Test("durations are read as the sidecar writes them")
    func durations() {
        #expect(GoDuration.parse("1h30m") == .seconds(5_400))
        #expect(GoDuration.parse("1.5s") == .milliseconds(1_500))
        #expect(GoDuration.parse("250ms") == .milliseconds(250))
        #expect(GoDuration.parse("0") == .zero)
        #expect(GoDuration.parse("-2s") == .seconds(-2))
        for text in ["", "1", "s", "1 s", "1d", "one", "1e30h", "-"] { #expect(GoDuration.parse(text) == nil) }
        #expect(GoDuration.parse(GoDuration.text(.seconds(90))) == .seconds(90))
    }
}

import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: calls of other applications", .serialized)
struct InvocationTests {
    @Test("a call passes method, path, query, headers and body, and the answer's status, headers and body")
    func passes() async throws {
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
            #expect(call.headers["dapr-callee-app-id"] == "core" && call.headers["x-forwarded-host"] != nil)
        }
    }

    @Test("the application is named in the path or in a header; nobody is 404, and one that is not there 500")
    func targets() async throws {
        try await withStage { stage in
            let byHeader = try await stage.outcome("GET", "/x?y=1", headers: ["dapr-app-id": "core"])
            #expect(byHeader == "200" && stage.app.received(at: "/x").first?.query == "y=1")
            #expect(try await stage.outcome("GET", "/v1.0/invoke/core.default/method/z") == "200")
            let credentials = "Basic " + Base64.encode(Array("dapr-app-id:core".utf8))
            #expect(try await stage.outcome("GET", "/c", headers: ["authorization": credentials]) == "200")
            #expect(stage.app.received(at: "/c").first?.headers["authorization"] == nil)
            #expect(try await stage.outcome("GET", "/x") == "404 ERR_DIRECT_INVOKE")
            #expect(try await stage.outcome("GET", "/v1.0/invoke/nobody/method/x") == "500 ERR_DIRECT_INVOKE")
        }
    }

    @Test("redirects are passed on and not followed, and headers of one connection stay behind")
    func redirects() async throws {
        try await withStage { stage in
            stage.app.answer("/moved") { _ in
                SidecarResponse(307, headers: ["location": "/elsewhere", "keep-alive": "timeout=5"])
            }
            let answer = try await stage.send(
                "POST", "/v1.0/invoke/core/method/moved", "1", headers: ["te": "trailers", "proxy-authorization": "x"])
            #expect(answer.status == 307 && answer.headers["location"] == "/elsewhere")
            #expect(answer.headers["keep-alive"] == nil && stage.app.received(at: "/elsewhere").isEmpty)
            let call = try #require(stage.app.received(at: "/moved").first)
            #expect(call.headers["te"] == nil && call.headers["proxy-authorization"] == nil)
        }
    }

    @Test("an application calls another, and an application that is gone is 500 after further tries")
    func otherApplication() async throws {
        try await withStage { stage in
            let app = try await TestApp()
            let other = try await stage.emulator.addSidecar(SidecarDescription(appID: "other", appPort: app.port))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await app.run() }
                defer { group.cancelAll() }
                try await eventually("the other sidecar is ready") { other.isReady }
                #expect(try await stage.outcome("POST", "/v1.0/invoke/other/method/m", "1") == "200")
                #expect(app.received(at: "/m").first?.headers["dapr-caller-app-id"] == "core")
            }
            #expect(try await stage.outcome("POST", "/v1.0/invoke/other/method/m", "1") == "500 ERR_DIRECT_INVOKE")
        }
    }
}

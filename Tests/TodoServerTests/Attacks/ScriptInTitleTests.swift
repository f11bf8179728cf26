import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Attack: a script in a title")
struct ScriptInTitleTests {
    private static let scripts = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "javascript:alert(1)",
        "</title><script>", "{{constructor.constructor('alert(1)')()}}", "&lt;script&gt;",
    ]

    @Test("a title comes back as it was, as JSON that no browser takes for a page", arguments: scripts)
    func answers(script: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let body = #"{"title":"\#(script.replacing("\"", with: "\\\""))","tags":["tag"]}"#
        let made = try await door.send(.post, ada.path("tasks"), body, token: ada.token)
        #expect(made.status == 201)
        #expect(made["title"] == .string(script))
        for answer in [made, try await door.send(.get, ada.path("tasks"), token: ada.token)] {
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.headers[.contentTypeOptions] == "nosniff")
        }
    }

    @Test("a problem that quotes what was sent is no page either", arguments: scripts)
    func problems(script: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let address = ada.path("tasks") + "?status=" + PercentCoding.encode(script)
        let answer = try await door.send(.get, address, token: ada.token)
        #expect(answer.status == 400)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.headers[.contentTypeOptions] == "nosniff")
    }

    @Test("the page runs no script but its own, and its own never makes HTML of text")
    func page() async throws {
        let door = await FrontDoorFixture()
        let page = try await door.send(.get, "/")
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"))
        #expect(!policy.contains("unsafe") && !policy.contains("*"))
        #expect(!page.text.contains("onclick=") && !page.text.contains("javascript:"))
        let makers = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc",
            "setAttribute(\"on", "createContextualFragment", "DOMParser",
        ]
        for script in ["main", "account", "api", "replica", "stream", "view"] {
            let text = try await door.send(.get, "/\(script).js").text
            #expect(text.contains("export") || text.contains("import"), "\(script)")
            for maker in makers { #expect(!text.contains(maker), "\(script): \(maker)") }
        }
    }
}

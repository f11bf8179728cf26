import HTTPTypes
import NIOHTTP1
import Testing
import TodoDomain

@testable import TodoServer

@Suite("The policy of the front door")
struct PolicyTests {
    @Test("a change of a task must say what it changes where that is set, and need not elsewhere")
    func preconditions() async throws {
        var policy = FrontDoorPolicy()
        policy.requiresPreconditions = true
        for (door, isRequired) in [(await FrontDoorFixture(policy: policy), true), (await FrontDoorFixture(), false)] {
            let ada = try await door.signUp("ada@example.com")
            let made = try await door.send(.post, ada.path("tasks"), #"{"title":"x"}"#, token: ada.token)
            #expect(made.status == 201)
            guard case .integer(let id) = made["id"] else { throw Problem.unforeseen }
            let changes: [(HTTPRequest.Method, String, String?)] = [
                (.put, "tasks/\(id)", #"{"title":"y"}"#),
                (.patch, "tasks/\(id)", #"{"title":"z"}"#), (.patch, "tasks/\(id)/complete", nil),
            ]
            for (method, path, body) in changes {
                let answer = try await door.send(method, ada.path(path), body, token: ada.token)
                #expect(answer.status == (isRequired ? 428 : 200), "\(method) \(path)")
                if isRequired { #expect(answer["code"] == .string("precondition_required")) }
                let read = try await door.send(.get, ada.path("tasks/\(id)"), token: ada.token)
                let tag = try #require(read.headers[.eTag])
                let said = try await door.send(
                    method, ada.path(path), body, token: ada.token, headers: [.ifMatch: tag])
                #expect(said.status == 200, "\(method) \(path)")
                let any = try await door.send(method, ada.path(path), body, token: ada.token, headers: [.ifMatch: "*"])
                #expect(any.status == 200, "\(method) \(path)")
            }
            #expect(
                try await door.send(.delete, ada.path("tasks/\(id)"), token: ada.token).status
                    == (isRequired ? 428 : 204))
        }
    }

    @Test("text of some length is compressed, and nothing that holds a secret beside what was sent")
    func compression() {
        func isWorthwhile(_ pairs: [(String, String)]) -> Bool { AnswerCompression.isWorthwhile(HTTPHeaders(pairs)) }
        #expect(isWorthwhile([("content-type", "application/json"), ("content-length", "5000")]))
        #expect(isWorthwhile([("content-type", "text/html; charset=utf-8")]))
        #expect(!isWorthwhile([("content-type", "application/json"), ("content-length", "100")]))
        #expect(!isWorthwhile([("content-type", "image/png"), ("content-length", "5000")]))
        #expect(!isWorthwhile([("content-length", "5000")]))
        #expect(
            !isWorthwhile([
                ("content-type", "application/json"), ("content-length", "5000"), ("cache-control", "no-store"),
            ]))
    }

    @Test("answers with a token in them say that they must not be stored, so they are not compressed")
    func secrets() async throws {
        let door = await FrontDoorFixture()
        let body = #"{"email":"ada@example.com","password":"correct horse"}"#
        for path in ["/api/auth/sign-up", "/api/auth/sign-in"] {
            #expect(try await door.send(.post, path, body).headers[.cacheControl] == "no-store")
        }
    }

    @Test(
        "an origin is scheme, host and port",
        arguments: [
            "https://app.example.com", "http://localhost:3000", "https://xn--bcher-kva.example", "http://[::1]:8080",
        ])
    func origins(text: String) {
        #expect(FrontDoorPolicy.fault(ofOrigin: text) == nil)
    }

    @Test(
        "and nothing else",
        arguments: [
            "*", "null", "", "app.example.com", "https://", "https://App.example.com", "https://app.example.com/",
            "ftp://app.example.com", "https://*.example.com", "https://user@app.example.com",
        ])
    func noOrigins(text: String) {
        #expect(FrontDoorPolicy.fault(ofOrigin: text)?.contains("no origin") == true)
    }
}

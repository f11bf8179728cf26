import HTTPTypes
import Hummingbird
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Attack: another user's things")
struct ForeignUserTests {
    /// Methods that routes of users serve.
    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete]

    /// Every route under a user's path that does something, with the first identities in place.
    private func routes(of door: FrontDoorFixture, _ user: String) async throws -> [(HTTPRequest.Method, String)] {
        var routes: [(HTTPRequest.Method, String)] = []
        for route in door.routes where route.path.hasPrefix("/api/{user_id}/") {
            guard Self.methods.contains(route.method) else { continue }
            let path = route.path.split(separator: "/").map { part -> String in
                part == "{user_id}" ? user : part.hasPrefix("{") ? "1" : String(part)
            }
            routes.append((route.method, "/" + path.joined(separator: "/")))
        }
        return routes
    }

    @Test("no route takes another user's token, or none, and none does anything then")
    func everyRoute() async throws {
        let door = await FrontDoorFixture()
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        _ = try await door.send(.post, ada.path("tasks"), #"{"title":"Ada's own","tags":["1"]}"#, token: ada.token)
        let before = try await door.contents(of: ada)
        let routes = try await routes(of: door, ada.id)
        #expect(routes.count > 40, "\(routes.count) routes")
        for (method, path) in routes {
            let body = method == .get || method == .head ? nil : "{}"
            let foreign = try await door.send(method, path, body, token: bob.token)
            #expect(foreign.status == 403, "\(method) \(path)")
            let none = try await door.send(method, path, body)
            #expect(none.status == 401, "\(method) \(path)")
            #expect(!foreign.text.contains("Ada") && !none.text.contains("Ada"), "\(method) \(path)")
        }
        #expect(try await door.contents(of: ada) == before)
    }

    @Test("another user's identities under one's own path are nothing that is there")
    func foreignIdentities() async throws {
        let door = await FrontDoorFixture()
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        let task = try await door.send(.post, ada.path("tasks"), #"{"title":"Ada's own"}"#, token: ada.token)
        guard case .integer(let id) = task["id"] else { throw Problem.unforeseen }
        let token = try await door.send(
            .post, ada.path("tokens"), #"{"name":"mine","scopes":["read"]}"#, token: ada.token)
        guard case .string(let tokenID) = token["id"] else { throw Problem.unforeseen }
        let before = try await door.contents(of: ada)
        let attempts: [(HTTPRequest.Method, String, String?)] = [
            (.get, "tasks/\(id)", nil), (.put, "tasks/\(id)", #"{"title":"taken"}"#),
            (.patch, "tasks/\(id)", #"{"title":"taken"}"#), (.delete, "tasks/\(id)", nil),
            (.patch, "tasks/\(id)/complete", nil), (.get, "tasks/\(id)/reminders", nil),
            (.delete, "tokens/\(tokenID)", nil),
        ]
        for (method, path, body) in attempts {
            let answer = try await door.send(method, bob.path(path), body, token: bob.token)
            #expect(answer.status == 404, "\(method) \(path): \(answer.text)")
            #expect(!answer.text.contains("Ada"), "\(method) \(path)")
        }
        #expect(try await door.contents(of: ada) == before)
    }

    @Test("a path that only looks like one's own is another's", arguments: ["%2e%2e", "../x", "%00", "ADA", " ", "*"])
    func lookalikes(user: String) async throws {
        let door = await FrontDoorFixture()
        let token = try await door.tokens.issue(for: UserID("ada"))
        let answer = try await door.send(.get, "/api/\(user)/tasks", token: token)
        #expect([400, 403, 404].contains(answer.status), "\(answer.status)")
    }
}

import HTTPTypes
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("The routes of subtasks, trash, undo, bulk requests and saved filters")
struct TidyingRoutesTests {
    private struct User {
        let door: FrontDoorFixture
        let base: String
        let token: String

        func send(
            _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:]
        ) async throws -> Answer {
            try await door.send(method, base + path, body, token: token, headers: headers)
        }

        func titles(_ query: String) async throws -> [JSONValue] {
            guard case .array(let tasks) = try await send(.get, "/tasks?" + query).json else { return [] }
            return tasks.map { if case .object(let task) = $0 { task["title"] ?? .null } else { .null } }
        }
    }

    private func user(_ email: String = "ada@example.com", at door: FrontDoorFixture? = nil) async throws -> User {
        var made = door
        if made == nil { made = await FrontDoorFixture() }
        let door = try #require(made)
        let answer = try await door.send(
            .post, "/api/auth/sign-up", #"{"email":"\#(email)","password":"correct horse"}"#)
        guard case .object(let user) = answer["user"], case .string(let id) = user["id"],
            case .string(let token) = answer["token"]
        else { throw Problem.unforeseen }
        return User(door: door, base: "/api/\(id)", token: token)
    }

    @Test("a deleted task is in the trash, comes back with its tag, or goes for good")
    func trash() async throws {
        let user = try await user()
        _ = try await user.send(.post, "/tasks", #"{"title":"call"}"#)
        #expect(try await user.send(.delete, "/tasks/1").status == 204)
        #expect(try await user.send(.get, "/tasks/1").status == 404)
        let found = try await user.send(.get, "/trash/1")
        #expect(found.status == 200 && found.headers[.eTag] == "\"1\"")
        #expect(found["expires_at"] == .string("2026-03-02T09:00:00Z"))
        let stale = try await user.send(.post, "/trash/1/restore", headers: [.ifMatch: "\"7\""])
        #expect(stale.status == 412)
        let back = try await user.send(.post, "/trash/1/restore")
        #expect(back.status == 200 && back["version"] == .integer(2))
        #expect(back.headers[.location] == user.base + "/tasks/1")
        #expect(try await user.send(.post, "/trash/1/restore").status == 404)
        _ = try await user.send(.delete, "/tasks/1")
        #expect(try await user.send(.delete, "/trash/1").status == 204)
        #expect(try await user.send(.delete, "/trash/1").status == 404)
        _ = try await user.send(.post, "/tasks", #"{"title":"write"}"#)
        _ = try await user.send(.delete, "/tasks/2")
        #expect(try await user.send(.delete, "/trash").status == 204)
        #expect(try await user.send(.get, "/trash").json == .array([]))
    }

    @Test("undo tells what is after it, and 409 when there is nothing")
    func undo() async throws {
        let user = try await user()
        #expect(try await user.send(.post, "/undo").status == 409)
        _ = try await user.send(.post, "/tasks", #"{"title":"call"}"#)
        #expect(try await user.send(.post, "/undo")["removed_task_id"] == .integer(1))
        let again = try await user.send(.post, "/undo")
        guard case .object(let task) = again["task"] else { throw Problem.unforeseen }
        #expect(task["id"] == .integer(1) && task["title"] == .string("call"))
        #expect(try await user.send(.post, "/undo", #"{"steps":2}"#).status == 422)
    }

    @Test("a bulk request has a result for each operation, and the same one when it is repeated")
    func bulk() async throws {
        let user = try await user()
        let body = """
            {"operations": [
                {"action": "create", "task": {"title": "a"}},
                {"action": "create", "task": {"title": ""}},
                {"action": "complete", "id": 1},
                {"action": "update", "id": 1, "task": {"title": "b"}, "version": 9},
                {"action": "update", "id": 1, "task": {"title": "c"}},
                {"action": "delete", "id": 99},
                {"action": "delete", "id": 1}
            ]}
            """
        let key: HTTPFields = [.idempotencyKey: "bulk-1"]
        let answer = try await user.send(.post, "/tasks/bulk", body, headers: key)
        #expect(answer.status == 200)
        guard case .array(let results) = answer["results"] else { throw Problem.unforeseen }
        let statuses = results.map { result -> JSONValue in
            if case .object(let members) = result { members["status"] ?? .null } else { .null }
        }
        let expected: [JSONValue] = [201, 422, 200, 412, 200, 404, 204].map { .integer($0) }
        #expect(statuses == expected)
        guard case .object(let refused) = results[1], case .object(let problem) = refused["problem"] else {
            throw Problem.unforeseen
        }
        #expect(problem["code"] == .string("invalid"))
        #expect(problem["instance"] == .string(user.base + "/tasks/bulk#/operations/1"))
        let repeated = try await user.send(.post, "/tasks/bulk", body, headers: key)
        guard case .array(let second) = repeated["results"] else { throw Problem.unforeseen }
        #expect(second[0] == results[0] && second[2] == results[2] && second[6] == results[6])
        #expect(user.door.store.transaction { $0.state(of: $0.userIDs[0]).sequence } == 4)
    }

    @Test(
        "a bulk request that cannot be understood does nothing",
        arguments: [
            (#"{}"#, ["/operations"]), (#"{"operations": []}"#, ["/operations"]),
            (
                #"{"operations": [{"action": "create", "task": {"title": "a"}}, {"action": "burn", "id": 1}]}"#,
                ["/operations/1/action"]
            ),
            (#"{"operations": [{"action": "delete"}, 7]}"#, ["/operations/0/id", "/operations/1"]),
            (#"{"operations": [{"action": "create"}]}"#, ["/operations/0/task"]),
            (#"{"operations": [{"action": "delete", "id": 1, "task": {}}]}"#, ["/operations/0/task"]),
        ])
    func malformedBulk(_ body: String, _ pointers: [String]) async throws {
        let user = try await user()
        let answer = try await user.send(.post, "/tasks/bulk", body)
        #expect(answer.status == 422)
        #expect(answer.pointers.prefix(pointers.count) == pointers[...], "\(answer.text)")
        #expect(try await user.titles("") == [])
    }

    @Test("a list is narrowed to subtasks and to saved filters, whose order it has unless it names one")
    func lists() async throws {
        let user = try await user()
        for body in [
            #"{"title":"b","priority":"high"}"#, #"{"title":"a","priority":"high","parent_id":1}"#, #"{"title":"c"}"#,
        ] {
            #expect(try await user.send(.post, "/tasks", body).status == 201)
        }
        #expect(try await user.titles("parent=1") == [.string("a")])
        #expect(try await user.titles("parent=none") == [.string("b"), .string("c")])
        #expect(try await user.send(.get, "/tasks?parent=x").status == 400)
        let filter = #"{"name":"Hot one","filter":"priority = high","sort":"title"}"#
        let made = try await user.send(.post, "/filters", filter)
        #expect(made.status == 201 && made.headers[.location] == user.base + "/filters/Hot%20one")
        #expect(try await user.titles("saved_filter=hot%20one") == [.string("a"), .string("b")])
        #expect(try await user.titles("saved_filter=hot+one&order=desc") == [.string("b"), .string("a")])
        #expect(try await user.titles("saved_filter=hot+one&parent=none") == [.string("b")])
        let page = try await user.send(.get, "/tasks?saved_filter=hot+one&limit=1")
        #expect(page.headers[.link]?.contains("saved_filter=") == true)
        #expect(try await user.send(.get, "/tasks?saved_filter=cold").status == 404)
        #expect(try await user.send(.get, "/tasks?saved_filter=hot%00one").status == 404)
        #expect(try await user.send(.delete, "/filters/hot%00one").status == 404)
        #expect(try await user.send(.patch, "/filters/hot%20one", #"{"filter":"due <"}"#).pointers == ["/filter"])
        #expect(try await user.send(.delete, "/filters/HOT%20ONE").status == 204)
        #expect(try await user.send(.get, "/filters").json == .array([]))
    }

    @Test("tags are merged and counted")
    func tags() async throws {
        let user = try await user()
        _ = try await user.send(.post, "/tasks", #"{"title":"a","tags":["job","office"],"completed":true}"#)
        _ = try await user.send(.post, "/tasks", #"{"title":"b","tags":["job"]}"#)
        let merged = try await user.send(.post, "/tags/JOB/merge", #"{"into":"Office"}"#)
        #expect(merged.status == 200 && merged["name"] == .string("office"))
        let counted = try await user.send(.get, "/tags?count=true")
        guard case .array(let tags) = counted.json, case .object(let tag) = tags.first else { throw Problem.unforeseen }
        #expect(tag["task_count"] == .integer(2) && tag["open_count"] == .integer(1))
        #expect(try await user.send(.post, "/tags/office/merge", #"{"into":"nothing"}"#).status == 404)
        #expect(try await user.send(.post, "/tags/office/merge", #"{}"#).pointers == ["/into"])
    }

    @Test("none of it is another user's")
    func isolation() async throws {
        let ada = try await user()
        let eve = try await user("eve@example.com", at: ada.door)
        _ = try await ada.send(.post, "/tasks", #"{"title":"secret"}"#)
        _ = try await ada.send(.post, "/filters", #"{"name":"mine","filter":"overdue"}"#)
        _ = try await ada.send(.delete, "/tasks/1")
        for (method, path) in [
            (HTTPRequest.Method.get, "/trash"), (.delete, "/trash"), (.get, "/trash/1"), (.delete, "/trash/1"),
            (.post, "/trash/1/restore"), (.post, "/undo"), (.get, "/filters"), (.get, "/filters/mine"),
            (.delete, "/filters/mine"), (.post, "/tasks/bulk"), (.post, "/tags/a/merge"),
        ] {
            let answer = try await ada.door.send(method, ada.base + path, token: eve.token)
            #expect(answer.status == 403, "\(method) \(path)")
        }
        #expect(try await eve.send(.post, "/trash/1/restore").status == 404)
        #expect(try await eve.send(.get, "/filters/mine").status == 404)
        #expect(try await eve.send(.post, "/undo").status == 409)
        #expect(try await ada.send(.get, "/trash/1").status == 200)
    }
}

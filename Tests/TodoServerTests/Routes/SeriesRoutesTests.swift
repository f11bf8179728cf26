import HTTPTypes
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("The routes of series")
struct SeriesRoutesTests {
    private struct User {
        let door: FrontDoorFixture
        let base: String
        let token: String

        func send(
            _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:]
        ) async throws -> Answer {
            try await door.send(method, base + path, body, token: token, headers: headers)
        }

        /// A daily task; the clock of the fixture stands at 09:00 of 2026-01-31.
        func daily(_ settings: String = "") async throws -> Answer {
            let body =
                #"{"title":"run","due_date":"2026-01-31T10:00:00","recurrence":{"rule":"daily"\#(settings)}}"#
            let answer = try await send(.post, "/tasks", body)
            try #require(answer.status == 201, "\(answer.text)")
            return answer
        }
    }

    private func user() async throws -> User {
        let door = await FrontDoorFixture()
        let answer = try await door.send(
            .post, "/api/auth/sign-up", #"{"email":"ada@example.com","password":"correct horse"}"#)
        guard case .object(let user) = answer["user"], case .string(let id) = user["id"],
            case .string(let token) = answer["token"]
        else { throw Problem.unforeseen }
        return User(door: door, base: "/api/\(id)", token: token)
    }

    private func series(_ answer: Answer) -> [String: JSONValue] {
        if case .object(let series) = answer["series"] { series } else { [:] }
    }

    @Test("a repeating task tells its series, another task does not, and both patterns at once are refused")
    func document() async throws {
        let user = try await user()
        let task = try await user.daily(#","missed":"each","exdates":["2026-02-03"]"#)
        #expect(task["recurring_pattern"] == .string("daily"))
        #expect(series(task)["id"] == task["id"])
        #expect(series(task)["occurrence"] == .string("2026-01-31T10:00:00"))
        #expect(series(task)["missed"] == .string("each"))
        #expect(series(task)["repeat_from"] == .string("due"))
        #expect(series(task)["advance"] == .string("on_completion"))
        #expect(series(task)["paused"] == .bool(false))
        #expect(series(task)["exdates"] == .array([.string("2026-02-03T10:00:00")]))
        let plain = try await user.send(.post, "/tasks", #"{"title":"once"}"#)
        #expect(plain["series"] == .null && !plain.text.contains("\"series\""))
        let both = try await user.send(
            .post, "/tasks",
            #"{"title":"a","due_date":"2026-01-31","recurring_pattern":"daily","recurrence":{"rule":"daily"}}"#)
        #expect(both.status == 422)
        #expect(both.pointers == ["/recurrence"])
        let unknown = try await user.send(
            .post, "/tasks", #"{"title":"a","due_date":"2026-01-31","recurrence":{"rule":"x","often":1}}"#)
        #expect(unknown.pointers == ["/recurrence/often", "/recurrence/rule"])
    }

    @Test("a task as it was read may be put back, its series passed over")
    func putBack() async throws {
        let user = try await user()
        let task = try await user.daily(#","missed":"skip""#)
        let again = try await user.send(.put, "/tasks/1", task.text)
        #expect(again.status == 200, "\(again.text)")
        #expect(again["version"] == .integer(1))
        #expect(series(again)["missed"] == .string("skip"))
    }

    @Test("skip, undo, pause and resume answer the task; what makes no sense is a conflict")
    func commands() async throws {
        let user = try await user()
        _ = try await user.daily()
        let skipped = try await user.send(.post, "/tasks/1/skip")
        #expect(skipped.status == 200)
        #expect(skipped["completed"] == .bool(true))
        #expect(series(skipped)["skipped"] == .bool(true))
        #expect(try await user.send(.post, "/tasks/1/skip").status == 409)
        let undone = try await user.send(.post, "/tasks/1/undo", "{}", headers: [.ifMatch: "\"2\""])
        #expect(undone.status == 200)
        #expect(undone["completed"] == .bool(false))
        #expect(undone.headers[.eTag] == "\"3\"")
        let nothing = try await user.send(.post, "/tasks/1/undo")
        #expect(nothing.status == 409)
        #expect(nothing["code"] == .string("conflict"))
        #expect(series(try await user.send(.post, "/tasks/1/series/pause"))["paused"] == .bool(true))
        #expect(series(try await user.send(.post, "/tasks/1/series/resume"))["paused"] == .bool(false))
        #expect(try await user.send(.post, "/tasks/1/undo", #"{"why":1}"#).status == 422)
        #expect(try await user.send(.post, "/tasks/1/skip?now=1").status == 400)
        #expect(try await user.send(.post, "/tasks/9/skip").status == 404)
        #expect(try await user.send(.post, "/tasks/1/skip", headers: [.ifMatch: "\"1\""]).status == 412)
        #expect(try await user.send(.get, "/tasks/1/skip").status == 405)
    }

    @Test("a repeated skip with the same key has one effect and the same answer")
    func idempotency() async throws {
        let user = try await user()
        _ = try await user.daily()
        let first = try await user.send(.post, "/tasks/1/skip", headers: [.idempotencyKey: "k"])
        let second = try await user.send(.post, "/tasks/1/skip", headers: [.idempotencyKey: "k"])
        #expect(first.text == second.text)
        #expect(try await user.send(.post, "/tasks/1/undo", headers: [.idempotencyKey: "k"]).status == 422)
    }

    @Test("a patch for this one leaves the series, and no other method takes a scope")
    func scopes() async throws {
        let user = try await user()
        _ = try await user.daily()
        let moved = try await user.send(.patch, "/tasks/1?scope=this", #"{"due_date":"2026-01-31T18:00:00"}"#)
        #expect(moved["due_date"] == .string("2026-01-31T18:00:00"))
        #expect(series(moved)["occurrence"] == .string("2026-01-31T10:00:00"))
        #expect(moved["next_occurrence"] == .string("2026-02-01T10:00:00"))
        let rule = try await user.send(.patch, "/tasks/1?scope=this", #"{"recurring_pattern":"weekly"}"#)
        #expect(rule.status == 422)
        let all = try await user.send(.patch, "/tasks/1?scope=all", #"{"recurring_pattern":"weekly"}"#)
        #expect(all["recurring_pattern"] == .string("weekly"))
        #expect(series(all)["id"] == .integer(1))
        #expect(try await user.send(.patch, "/tasks/1?scope=some", "{}").status == 400)
        #expect(try await user.send(.put, "/tasks/1?scope=all", #"{"title":"a"}"#).status == 400)
    }

    @Test("the history tells each occurrence, and what comes next when asked")
    func history() async throws {
        let user = try await user()
        _ = try await user.daily()
        let answer = try await user.send(.get, "/tasks/1/occurrences?upcoming=2")
        #expect(answer.status == 200)
        #expect(answer["series_id"] == .integer(1))
        #expect(
            answer["upcoming"] == .array([.string("2026-02-01T10:00:00"), .string("2026-02-02T10:00:00")]))
        guard case .array(let occurrences) = answer["occurrences"], case .object(let first) = occurrences.first else {
            Issue.record("no occurrences in \(answer.text)")
            return
        }
        #expect(first["status"] == .string("open"))
        #expect(first["task_id"] == .integer(1))
        #expect(first["completed_at"] == .null)
        #expect(try await user.send(.get, "/tasks/1/occurrences?upcoming=400").status == 400)
        _ = try await user.send(.post, "/tasks", #"{"title":"once"}"#)
        #expect(try await user.send(.get, "/tasks/2/occurrences").status == 409)
    }
}

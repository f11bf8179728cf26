import HTTPTypes
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("The front door")
struct FrontDoorTests {
    /// A signed-up user: its base path and token.
    private func signUp(_ email: String, at door: FrontDoorFixture) async throws -> (base: String, token: String) {
        let answer = try await door.send(
            .post, "/api/auth/sign-up", #"{"email":"\#(email)","password":"correct horse"}"#)
        try #require(answer.status == 201, "\(answer.text)")
        guard case .object(let user) = answer["user"], case .string(let id) = user["id"],
            case .string(let token) = answer["token"]
        else { throw Problem.unforeseen }
        return ("/api/\(id)", token)
    }

    @Test("an unknown path is 404, a wrong method 405 with the allowed ones, and OPTIONS lists them")
    func addresses() async throws {
        let door = await FrontDoorFixture()
        let unknown = try await door.send(.get, "/nope")
        #expect(unknown.status == 404)
        #expect(unknown.headers[.contentType] == "application/problem+json")
        #expect(unknown["instance"] == .string("/nope"))
        let wrong = try await door.send(.delete, "/healthz")
        #expect(wrong.status == 405)
        #expect(wrong.headers[.allow] == "GET, HEAD, OPTIONS")
        #expect(try await door.send(.options, "/healthz").status == 204)
        #expect(try await door.send(.get, "/ws").status == 426)
        #expect(try await door.send(.get, "/problems/not_found").text.contains("404"))
        #expect(try await door.send(.get, "/problems/nonsense").status == 404)
    }

    @Test("the correlation id of the caller comes back, a wild one is replaced, and a problem names it")
    func correlation() async throws {
        let door = await FrontDoorFixture()
        let kept = try await door.send(.get, "/nope", headers: [.correlationID: "my-id"])
        #expect(kept.headers[.correlationID] == "my-id")
        #expect(kept["correlation_id"] == .string("my-id"))
        let replaced = try await door.send(.get, "/healthz", headers: [.correlationID: "wild id"])
        #expect(replaced.headers[.correlationID]?.utf8.count == 32)
        #expect(replaced.headers[.contentTypeOptions] == "nosniff")
    }

    @Test("sign-up and sign-in give tokens; the email counts once, ignoring case")
    func accounts() async throws {
        let door = await FrontDoorFixture()
        _ = try await signUp("ada@example.com", at: door)
        let again = try await door.send(
            .post, "/api/auth/sign-up", #"{"email":"ADA@example.com","password":"something else"}"#)
        #expect(again.status == 409)
        #expect(door.accounts.count == 1)
        let signIn = "/api/auth/sign-in"
        let good = try await door.send(.post, signIn, #"{"email":"Ada@Example.com","password":"correct horse"}"#)
        #expect(good.status == 200)
        for wrong in [
            #"{"email":"ada@example.com","password":"something else"}"#,
            #"{"email":"bob@example.com","password":"correct horse"}"#,
        ] {
            let answer = try await door.send(.post, signIn, wrong)
            #expect(answer.status == 401)
            #expect(answer["code"] == .string("invalid_credentials"))
            #expect(answer.headers[.wwwAuthenticate] != nil)
        }
    }

    @Test("without a good token there is no way in, and with another's no way to somebody's tasks")
    func authentication() async throws {
        let door = await FrontDoorFixture()
        let ada = try await signUp("ada@example.com", at: door)
        let bob = try await signUp("bob@example.com", at: door)
        for token in [nil, "nonsense", ""] as [String?] {
            let answer = try await door.send(.get, ada.base + "/tasks", token: token)
            #expect(answer.status == 401)
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer realm=\"todo\"") == true)
        }
        let basic = try await door.send(.get, ada.base + "/tasks", headers: [.authorization: "Basic YTpi"])
        #expect(basic.status == 401)
        let foreign = try await door.send(.get, ada.base + "/tasks", token: bob.token)
        #expect(foreign.status == 403)
        let task = try await door.send(.post, ada.base + "/tasks", #"{"title":"Ada's"}"#, token: ada.token)
        guard case .integer(let id) = task["id"] else { throw Problem.unforeseen }
        for method in [HTTPRequest.Method.get, .delete] {
            let answer = try await door.send(method, bob.base + "/tasks/\(id)", token: bob.token)
            #expect(answer.status == 404)
            #expect(!answer.text.contains("Ada's"))
        }
        #expect(try await door.send(.get, ada.base + "/tasks/\(id)", token: ada.token).status == 200)
    }

    @Test("a task is made, read, changed, toggled and deleted, each with its status and version")
    func lifeOfATask() async throws {
        let door = await FrontDoorFixture()
        let (base, token) = try await signUp("ada@example.com", at: door)
        let made = try await door.send(
            .post, base + "/tasks",
            #"{"title":"Buy milk","due_date":"2026-02-01T09:00:00","time_zone":"Asia/Karachi"}"#,
            token: token)
        #expect(made.status == 201)
        #expect(made.headers[.eTag] == "\"1\"")
        let location = try #require(made.headers[.location])
        #expect(try await door.send(.get, location, token: token).json == made.json)
        #expect(try await door.send(.get, location, token: token, headers: [.ifNoneMatch: "\"1\""]).status == 304)
        #expect(try await door.send(.get, location, token: token, headers: [.ifNoneMatch: "\"2\""]).status == 200)
        let patched = try await door.send(
            .patch, location, #"{"priority":"high"}"#, token: token, headers: [.ifMatch: "\"1\""])
        #expect(patched.status == 200)
        #expect(patched.headers[.eTag] == "\"2\"")
        let stale = try await door.send(.patch, location, #"{"title":"x"}"#, token: token, headers: [.ifMatch: "\"1\""])
        #expect(stale.status == 412)
        #expect(try await door.send(.get, location, token: token)["title"] == .string("Buy milk"))
        let replaced = try await door.send(.put, location, #"{"title":"Other"}"#, token: token)
        #expect(replaced["priority"] == .string("medium"))
        #expect(replaced["due_date"] == .null)
        #expect(try await door.send(.patch, location + "/complete", token: token)["completed"] == .bool(true))
        #expect(try await door.send(.patch, location + "/complete", token: token)["completed"] == .bool(false))
        #expect(try await door.send(.delete, location, token: token).status == 204)
        #expect(try await door.send(.delete, location, token: token).status == 404)
        #expect(try await door.send(.get, base + "/tasks", token: token).json == .array([]))
    }

    @Test("a search finds tasks by all its words, whatever their case, accents and keyboard")
    func search() async throws {
        let fixture = await FrontDoorFixture()
        let token = try await fixture.tokens.issue(for: UserID("u"))
        for title in ["Éclair für Zoë", "کتاب پڑھنا", "Water"] {
            let made = try await fixture.send(.post, "/api/u/tasks", #"{"title": "\#(title)"}"#, token: token)
            #expect(made.status == 201)
        }
        let searches = [
            ("zoe+ECLAIR", [1]), ("%D9%83%D8%AA%D8%A7%D8%A8", [2]), ("water+zoe", []), ("", [1, 2, 3]),
            ("a&status=pending", [1, 3]),
            ("a&status=completed", []),
        ]
        for (query, expected) in searches {
            let answer = try await fixture.send(.get, "/api/u/tasks?q=\(query)", token: token)
            #expect(answer.status == 200)
            guard case .array(let found) = answer.json else { throw Problem(.notFound, "no array") }
            let ids = found.map { task in
                guard case .object(let members) = task, case .integer(let id) = members["id"] else { return Int64(0) }
                return id
            }
            #expect(ids == expected.map(Int64.init), "\(query)")
        }
        let long = try await fixture.send(.get, "/api/u/tasks?q=\(String(repeating: "a", count: 201))", token: token)
        #expect(long.status == 400)
        #expect(long.text.contains("at most 200"))
    }

    @Test("every fault of an input is named at once, and nothing is stored")
    func faults() async throws {
        let door = await FrontDoorFixture()
        let (base, token) = try await signUp("ada@example.com", at: door)
        let answer = try await door.send(
            .post, base + "/tasks", #"{"title":"","priority":1,"colour":"red","due_date":"soon","tags":["a",7]}"#,
            token: token)
        #expect(answer.status == 422)
        #expect(answer.pointers == ["/colour", "/due_date", "/priority", "/tags/1", "/title"])
        #expect(try await door.send(.post, base + "/tasks", #"{"title":"#, token: token).status == 400)
        #expect(
            try await door.send(.post, base + "/tasks", "", token: token, headers: [.contentType: "text/plain"]).status
                == 415)
        let large = #"{"title":""# + String(repeating: "x", count: 65_536) + #""}"#
        #expect(try await door.send(.post, base + "/tasks", large, token: token).status == 413)
        #expect(try await door.send(.get, base + "/tasks", token: token).json == .array([]))
        #expect(try await door.store.updates(of: UserID(String(base.dropFirst(5))), after: 0, limit: 10).head == 0)
    }

    @Test("a request with a known idempotency key has one effect and the same answer; another command is refused")
    func idempotency() async throws {
        let door = await FrontDoorFixture()
        let (base, token) = try await signUp("ada@example.com", at: door)
        let key: HTTPFields = [.idempotencyKey: "key-1"]
        let first = try await door.send(.post, base + "/tasks", #"{"title":"a"}"#, token: token, headers: key)
        let second = try await door.send(.post, base + "/tasks", #"{"title":"a"}"#, token: token, headers: key)
        #expect(first.status == 201)
        #expect(second.status == 201)
        #expect(first.json == second.json)
        let other = try await door.send(.post, base + "/tasks", #"{"title":"b"}"#, token: token, headers: key)
        #expect(other.status == 422)
        #expect(other["code"] == .string("idempotency_key_reused"))
        guard case .array(let tasks) = try await door.send(.get, base + "/tasks", token: token).json else {
            throw Problem.unforeseen
        }
        #expect(tasks.count == 1)
        let long: HTTPFields = [.idempotencyKey: String(repeating: "k", count: 201)]
        #expect(
            try await door.send(.post, base + "/tasks", #"{"title":"a"}"#, token: token, headers: long).status == 400)
    }

    @Test("tags are named in the path whatever they are called, and reminders belong to their task")
    func tagsAndReminders() async throws {
        let door = await FrontDoorFixture()
        let (base, token) = try await signUp("ada@example.com", at: door)
        let tag = try await door.send(
            .post, base + "/tags", ##"{"name":"Über/alles","colour":"#FF0000"}"##, token: token)
        #expect(tag.status == 201)
        let path = try #require(tag.headers[.location])
        #expect(try await door.send(.get, path, token: token)["colour"] == .string("#ff0000"))
        #expect(try await door.send(.post, base + "/tags", #"{"name":"ÜBER/ALLES"}"#, token: token).status == 409)
        #expect(try await door.send(.patch, path, #"{"name":"other"}"#, token: token).status == 200)
        #expect(try await door.send(.get, path, token: token).status == 404)
        #expect(try await door.send(.delete, base + "/tags/OTHER", token: token).status == 204)

        let task = try await door.send(.post, base + "/tasks", #"{"title":"a"}"#, token: token)
        let location = try #require(task.headers[.location])
        let reminder = try await door.send(
            .post, location + "/reminders", #"{"remind_at":"2026-02-01T09:00:00Z"}"#, token: token)
        #expect(reminder.status == 201)
        #expect(reminder["status"] == .string("pending"))
        #expect(reminder["sent_at"] == .null)
        let reminderPath = try #require(reminder.headers[.location])
        #expect(try await door.send(.get, location + "/reminders", token: token).json == .array([reminder.json]))
        #expect(try await door.send(.delete, reminderPath, token: token).status == 204)
        #expect(try await door.send(.delete, reminderPath, token: token).status == 404)
    }

    @Test("readiness says no while something is missing, and tells nothing of it")
    func readiness() async throws {
        struct Missing: Error {}
        let ready = await FrontDoorFixture()
        #expect(try await ready.send(.get, "/readyz").status == 200)
        let unready = await FrontDoorFixture { throw Missing() }
        let answer = try await unready.send(.get, "/readyz")
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] != nil)
        #expect(!answer.text.contains("Missing"))
        #expect(try await unready.send(.get, "/healthz").status == 200)
    }

    @Test("the page comes with a policy that lets nothing foreign in, and every part of it is served")
    func page() async throws {
        let door = await FrontDoorFixture()
        let page = try await door.send(.get, "/")
        #expect(page.status == 200)
        #expect(page.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(!page.text.contains("https://"))
        let parts = page.text.matches(of: /(?:src|href)="(\/[a-z.]+)"/).map { String($0.1) }
        #expect(Set(parts).isSuperset(of: ["/main.js", "/style.css", "/icon.svg"]))
        for part in Set(parts) {
            let answer = try await door.send(.get, part)
            #expect(answer.status == 200, "\(part)")
            let imports = answer.text.matches(of: /from "(\/[a-z]+\.js)"/).map { String($0.1) }
            for module in imports {
                let script = try await door.send(.get, module)
                #expect(script.status == 200, "\(module)")
                #expect(script.headers[.contentType]?.hasPrefix("text/javascript") == true)
            }
            let tag = try #require(answer.headers[.eTag])
            #expect(try await door.send(.get, part, headers: [.ifNoneMatch: tag]).status == 304)
        }
    }

    @Test("figures are served in the text format, the process' own among them")
    func metrics() async throws {
        let door = await FrontDoorFixture()
        let answer = try await door.send(.get, "/metrics")
        #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.text.contains("# TYPE process_resident_memory_bytes gauge\n"))
    }
}

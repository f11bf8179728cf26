import CivilTime
import HTTPTypes
import Synchronization
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("API tokens, passwords and the end of sessions")
struct AccessRoutesTests {
    private let clock = SettableClock("2026-01-31T09:00:00Z")

    private func makeToken(
        _ door: FrontDoorFixture, _ user: FrontDoorFixture.Somebody, _ body: String
    ) async throws -> (id: String, text: String) {
        let answer = try await door.send(.post, user.path("tokens"), body, token: user.token)
        guard answer.status == 201, case .string(let id) = answer["id"], case .string(let text) = answer["token"] else {
            throw Problem(.unavailable, answer.text)
        }
        #expect(answer.headers[.location] == user.path("tokens/\(id)"))
        #expect(answer.headers[.cacheControl] == "no-store")
        return (id, text)
    }

    @Test("an API token does what its scopes say, shows its text once, and notes when it was used")
    func scopes() async throws {
        let door = await FrontDoorFixture(clock: clock)
        let ada = try await door.signUp("ada@example.com")
        let reader = try await makeToken(door, ada, #"{"name":"reader","scopes":["read"]}"#)
        clock.advance(by: .seconds(1))
        let writer = try await makeToken(door, ada, #"{"name":"writer","scopes":["write"],"expires_at":null}"#)
        let task = #"{"title":"x"}"#
        #expect(try await door.send(.get, ada.path("tasks"), token: reader.text).status == 200)
        let refused = try await door.send(.post, ada.path("tasks"), task, token: reader.text)
        #expect(refused.status == 403)
        #expect(refused["code"] == .string("insufficient_scope"))
        #expect(refused.headers[.wwwAuthenticate]?.contains("scope=\"write\"") == true)
        #expect(try await door.send(.post, ada.path("tasks"), task, token: writer.text).status == 201)
        #expect(try await door.send(.get, ada.path("tasks"), token: writer.text).status == 403)
        // Whoever has the link reads everything.
        #expect(try await door.send(.post, ada.path("feed"), token: writer.text).status == 403)
        #expect(try await door.send(.post, ada.path("feed"), token: reader.text).status == 403)
        let list = try await door.send(.get, ada.path("tokens"), token: ada.token)
        #expect(!list.text.contains(reader.text) && !list.text.contains("digest"))
        guard case .array(let tokens) = list.json, case .object(let first) = tokens.first else {
            throw Problem.unforeseen
        }
        #expect(tokens.count == 2)
        #expect(first["name"] == .string("reader"))
        #expect(first["last_used_at"] == .string("2026-01-31T09:00:01Z"))
        #expect(first["expires_at"] == .string("2026-05-01T09:00:00Z"))
    }

    @Test("no API token makes another, changes the password, signs out or is one for somebody else")
    func noEscalation() async throws {
        let door = await FrontDoorFixture(clock: clock)
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        let token = try await makeToken(door, ada, #"{"name":"all","scopes":["read","write"]}"#)
        let attempts: [(HTTPRequest.Method, String, String?)] = [
            (.post, "tokens", #"{"name":"more","scopes":["write"]}"#), (.get, "tokens", nil),
            (.delete, "tokens/\(token.id)", nil), (.post, "sign-out-everywhere", nil),
            (.post, "password", #"{"old_password":"correct horse","new_password":"a longer one"}"#),
        ]
        for (method, path, body) in attempts {
            let answer = try await door.send(method, ada.path(path), body, token: token.text)
            #expect(answer.status == 403, "\(path)")
            #expect(answer["code"] == .string("session_required"), "\(path)")
        }
        #expect(try await door.send(.get, bob.path("tasks"), token: token.text).status == 403)
    }

    @Test("an expired, a revoked and a forged API token let nobody in")
    func refused() async throws {
        let door = await FrontDoorFixture(clock: clock)
        let ada = try await door.signUp("ada@example.com")
        let short = try await makeToken(
            door, ada, #"{"name":"short","scopes":["read"],"expires_at":"2026-01-31T10:00:00Z"}"#)
        let long = try await makeToken(door, ada, #"{"name":"long","scopes":["read"]}"#)
        func status(_ text: String) async throws -> Int {
            try await door.send(.get, ada.path("tasks"), token: text).status
        }
        #expect(try await status(short.text) == 200)
        let changed = long.text.dropLast() + (long.text.hasSuffix("A") ? "Q" : "A")
        for forged in [String(changed), "todo_\(long.id)_", "todo_\(long.id)", long.id, long.text + "A", "todo__"] {
            #expect(try await status(forged) == 401, "\(forged)")
        }
        clock.advance(by: .seconds(3_600))
        #expect(try await status(short.text) == 401)
        #expect(try await status(long.text) == 200)
        #expect(try await door.send(.delete, ada.path("tokens/\(long.id)"), token: ada.token).status == 204)
        #expect(try await status(long.text) == 401)
        #expect(try await door.send(.delete, ada.path("tokens/\(long.id)"), token: ada.token).status == 404)
    }

    @Test(
        "what an API token cannot be made with is told by field",
        arguments: [
            (#"{}"#, ["/name", "/scopes"]), (#"{"name":"","scopes":[]}"#, ["/name", "/scopes"]),
            (#"{"name":"x","scopes":["admin"]}"#, ["/scopes"]), (#"{"name":"x","scopes":"read"}"#, ["/scopes"]),
            (#"{"name":"x","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"}"#, ["/expires_at"]),
            (#"{"name":"x","scopes":["read"],"expires_at":5}"#, ["/expires_at"]),
            (#"{"name":"a\nb","scopes":["read"],"user_id":"bob"}"#, ["/name", "/user_id"]),
        ])
    func faults(body: String, pointers: [String]) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let answer = try await door.send(.post, ada.path("tokens"), body, token: ada.token)
        #expect(answer.status == 422)
        #expect(answer.pointers == pointers)
    }

    @Test("there are so many API tokens and no more")
    func bounded() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        for _ in 0..<AccessRoutes.mostTokens {
            _ = try await makeToken(door, ada, #"{"name":"one of many","scopes":["read"]}"#)
        }
        let more = try await door.send(.post, ada.path("tokens"), #"{"name":"x","scopes":["read"]}"#, token: ada.token)
        #expect(more.status == 409)
    }

    @Test("a new password ends every session but the one that it answers with")
    func password() async throws {
        let door = await FrontDoorFixture(clock: clock)
        let (ada, bob) = (try await door.signUp("ada@example.com"), try await door.signUp("bob@example.com"))
        let program = try await makeToken(door, ada, #"{"name":"program","scopes":["read"]}"#)
        let ended = Atomic<Int>(0)
        let caller = Caller(
            user: UserID(ada.id), expiresAt: clock.now(), credential: .session(issuedAt: clock.now(), generation: 0))
        try door.revocations.enter(7, caller) { ended.add(1, ordering: .relaxed) }
        let short = try await door.send(
            .post, ada.path("password"), #"{"old_password":"correct horse","new_password":"short"}"#, token: ada.token)
        #expect(short.pointers == ["/new_password"])
        #expect(ended.load(ordering: .relaxed) == 0)
        let changed = try await door.send(
            .post, ada.path("password"), #"{"old_password":"correct horse","new_password":"a longer one"}"#,
            token: ada.token)
        #expect(changed.status == 200, "\(changed.text)")
        guard case .string(let fresh) = changed["token"] else { throw Problem.unforeseen }
        #expect(ended.load(ordering: .relaxed) == 1)
        #expect(throws: AccessTokenError.revoked) { try door.revocations.enter(8, caller) {} }
        func status(_ user: FrontDoorFixture.Somebody, _ token: String) async throws -> Int {
            try await door.send(.get, user.path("tasks"), token: token).status
        }
        #expect(try await status(ada, ada.token) == 401)
        #expect(try await status(ada, fresh) == 200)
        #expect(try await status(ada, program.text) == 200)
        #expect(try await status(bob, bob.token) == 200)
        let signIn = "/api/auth/sign-in"
        let old = try await door.send(.post, signIn, #"{"email":"ada@example.com","password":"correct horse"}"#)
        #expect(old.status == 401)
        let new = try await door.send(.post, signIn, #"{"email":"ada@example.com","password":"a longer one"}"#)
        #expect(new.status == 200)
    }

    @Test("signing out everywhere ends all sessions, and the API tokens if that is asked for")
    func signOutEverywhere() async throws {
        let door = await FrontDoorFixture(clock: clock)
        let ada = try await door.signUp("ada@example.com")
        let program = try await makeToken(door, ada, #"{"name":"program","scopes":["read"]}"#)
        #expect(try await door.send(.post, ada.path("sign-out-everywhere"), token: ada.token).status == 204)
        #expect(try await door.send(.get, ada.path("tasks"), token: ada.token).status == 401)
        #expect(try await door.send(.get, ada.path("tasks"), token: program.text).status == 200)
        let again = try await door.send(
            .post, "/api/auth/sign-in", #"{"email":"ada@example.com","password":"correct horse"}"#)
        guard case .string(let fresh) = again["token"] else { throw Problem.unforeseen }
        let all = try await door.send(
            .post, ada.path("sign-out-everywhere"), #"{"revoke_api_tokens":true}"#, token: fresh,
            headers: [.contentLength: "26"])
        #expect(all.status == 204)
        #expect(try await door.send(.get, ada.path("tasks"), token: program.text).status == 401)
    }

    @Test("tokens of other issuers end with the sessions too, by when they were issued")
    func foreignTokens() throws {
        let revocations = Revocations(isKnown: true)
        revocations.take([.init(userID: UserID("ada"), generation: 1, at: clock.now())])
        func caller(_ seconds: Int64) -> Caller {
            let issued = clock.now() + .seconds(seconds)
            return Caller(
                user: UserID("ada"), expiresAt: issued, credential: .session(issuedAt: issued, generation: nil))
        }
        #expect(throws: AccessTokenError.revoked) { try revocations.require(caller(-1)) }
        try revocations.require(caller(0))
        #expect(throws: RevocationsUnknown.self) { try Revocations().require(caller(0)) }
    }

    @Test("what other processes revoke is followed, an outage aside")
    func follows() async throws {
        let store = MemoryAccounts()
        let (ada, bob) = (UserID("ada"), UserID("bob"))
        _ = try await store.endSessions(of: ada, at: clock.now())
        let revocations = Revocations()
        try await revocations.load { try await store.revocations(after: $0, limit: $1) }
        func caller(_ user: UserID) -> Caller {
            Caller(user: user, expiresAt: clock.now(), credential: .session(issuedAt: clock.now(), generation: 0))
        }
        #expect(throws: AccessTokenError.revoked) { try revocations.require(caller(ada)) }
        let ended = Atomic<Int>(0)
        try revocations.enter(1, caller(bob)) { ended.add(1, ordering: .relaxed) }
        let rounds = Atomic<Int>(0)
        let following = Task {
            try await revocations.follow(
                { place, limit in
                    guard rounds.add(1, ordering: .relaxed).newValue > 2 else { throw Problem.storeUnavailable }
                    return try await store.revocations(after: place, limit: limit)
                }, every: .milliseconds(1), on: SettableClock("2026-01-31T09:00:00Z"))
        }
        _ = try await store.endSessions(of: bob, at: clock.now())
        while ended.load(ordering: .relaxed) == 0 { await Task.yield() }
        following.cancel()
        #expect(throws: AccessTokenError.revoked) { try revocations.require(caller(bob)) }
        revocations.leave(1, bob)
        #expect(revocations.connectionCount == 0)
    }
}

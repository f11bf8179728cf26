import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Attack: guessing a password")
struct BruteForceTests {
    private let clock = SettableClock("2026-01-31T09:00:00Z")

    private func door() async throws -> FrontDoorFixture {
        var policy = FrontDoorPolicy()
        policy.freeSignInAttempts = 5
        policy.proxies = 1
        let door = await FrontDoorFixture(clock: clock, policy: policy, peer: "10.0.0.1")
        _ = try await door.signUp("ada@example.com")
        return door
    }

    private func signIn(
        _ door: FrontDoorFixture, _ email: String = "ada@example.com", _ password: String = "wrong horse",
        from address: String = "203.0.113.9"
    ) async throws -> Answer {
        try await door.send(
            .post, "/api/auth/sign-in", #"{"email":"\#(email)","password":"\#(password)"}"#,
            headers: [.forwardedFor: address])
    }

    @Test("guesses at one account wait ever longer, a minute at most, and the owner gets in after that")
    func account() async throws {
        let door = try await door()
        for number in 0..<5 {
            #expect(try await signIn(door, from: "203.0.113.\(number)").status == 401)
        }
        var waits: [Int] = []
        for number in 0..<9 {
            let refused = try await signIn(door, from: "198.51.100.\(number)")
            #expect(refused.status == 429)
            #expect(refused["code"] == .string("too_many_attempts"))
            let wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            waits.append(wait)
            // The right password is no way around the wait, or it would tell that it is the right one.
            #expect(try await signIn(door, "ada@example.com", "correct horse", from: "192.0.2.1").status == 429)
            clock.advance(by: .seconds(Int64(wait)))
            #expect(try await signIn(door, from: "198.51.100.\(number)").status == 401)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        clock.advance(by: .seconds(60))
        #expect(try await signIn(door, "ada@example.com", "correct horse", from: "192.0.2.1").status == 200)
        #expect(try await signIn(door, from: "198.51.100.77").status == 401)
    }

    @Test("from where the owner signed in before, strangers' guesses keep nobody out")
    func owner() async throws {
        let door = try await door()
        #expect(try await signIn(door, "ada@example.com", "correct horse", from: "192.0.2.1").status == 200)
        for number in 0..<20 { _ = try await signIn(door, from: "203.0.113.\(number)") }
        #expect(try await signIn(door, "ada@example.com", "correct horse", from: "198.51.100.1").status == 429)
        #expect(try await signIn(door, "ada@example.com", "correct horse", from: "192.0.2.1").status == 200)
    }

    @Test("an account that is not there answers the same at every step")
    func unknown() async throws {
        let door = try await door()
        var answers: [[String]] = []
        for email in ["ada@example.com", "nobody@example.com"] {
            var steps: [String] = []
            for number in 0..<8 {
                let answer = try await signIn(door, email, from: "203.0.113.\(number)")
                steps.append("\(answer.status) \(answer["detail"]) \(answer.headers[.retryAfter] ?? "")")
            }
            answers.append(steps)
        }
        #expect(answers[0] == answers[1])
        #expect(answers[0].last?.hasPrefix("429") == true)
    }

    @Test("guesses at many accounts from one address wait, and names before our proxy's are nobody's address")
    func address() async throws {
        let door = try await door()
        for number in 0..<50 {
            #expect(try await signIn(door, "user\(number)@example.com").status == 401)
        }
        #expect(try await signIn(door, "another@example.com").status == 429)
        #expect(try await signIn(door, "another@example.com", from: "1.2.3.4, 203.0.113.9").status == 429)
        #expect(try await signIn(door, "another@example.com", from: "198.51.100.1").status == 401)
    }

    @Test("many guesses at once are counted one by one")
    func atOnce() async throws {
        let door = try await door()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<30 {
                group.addTask { try await signIn(door, from: "203.0.113.\(number)").status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 401 } == 5)
        #expect(statuses.count { $0 == 429 } == 25)
    }

    @Test("an open session is no way to find out the password either")
    func oldPassword() async throws {
        let door = try await door()
        let ada = try await door.signUp("eve@example.com")
        for _ in 0..<5 {
            let answer = try await door.send(
                .post, ada.path("password"), #"{"old_password":"guess","new_password":"a longer one"}"#,
                token: ada.token)
            #expect(answer.status == 422)
            #expect(answer.pointers == ["/old_password"])
        }
        let refused = try await door.send(
            .post, ada.path("password"), #"{"old_password":"correct horse","new_password":"a longer one"}"#,
            token: ada.token)
        #expect(refused.status == 429)
    }

    @Test("accounts cannot be made without end from one address")
    func signUps() async throws {
        var policy = FrontDoorPolicy()
        policy.signUpsPerHour = 3
        let door = await FrontDoorFixture(clock: clock, policy: policy, peer: "2001:db8::1")
        for number in 0..<3 { _ = try await door.signUp("user\(number)@example.com") }
        let body = #"{"email":"more@example.com","password":"correct horse"}"#
        let refused = try await door.send(.post, "/api/auth/sign-up", body)
        #expect(refused.status == 429)
        #expect(refused.headers[.retryAfter] == "1200")
        clock.advance(by: .seconds(1_200))
        #expect(try await door.send(.post, "/api/auth/sign-up", body).status == 201)
    }
}

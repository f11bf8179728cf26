import Testing
import TodoDomain

@testable import TodoServer

@Suite("Credentials")
struct CredentialsTests {
    private func json(_ email: String, _ password: String) -> JSONValue {
        .object(["email": .string(email), "password": .string(password)])
    }

    @Test("ordinary credentials are taken as they are")
    func good() throws {
        for email in ["ada@example.com", "a+b.c@sub.example.org", "کون@example.pk", "x@localhost"] {
            let credentials = try Credentials(json(email, "correct horse"), isNew: true)
            #expect(credentials.email == email && credentials.password == "correct horse")
        }
    }

    @Test(
        "what is no address is refused at /email",
        arguments: [
            "", "ada", "@example.com", "ada@", "a b@example.com", "a@b@c", "ada@example..com", "a@.com", "ada@x\n",
        ])
    func emails(email: String) throws {
        let problem = try #require(throws: Problem.self) { try Credentials(json(email, "correct horse"), isNew: true) }
        #expect(problem.faults.map(\.pointer) == ["/email"])
    }

    @Test("a new password has 8 characters to 1,024 bytes; an old one may be short but never longer")
    func passwords() throws {
        for (password, isNew, isTaken) in [
            ("1234567", true, false), ("12345678", true, true), ("1", false, true), ("پاسورڈہے", true, true),
            (String(repeating: "x", count: 1_024), true, true), (String(repeating: "x", count: 1_025), true, false),
            (String(repeating: "x", count: 1_025), false, false),
        ] {
            let credentials = try? Credentials(json("ada@example.com", password), isNew: isNew)
            #expect((credentials != nil) == isTaken, "\(password.count) characters, new: \(isNew)")
        }
    }

    @Test("every fault is named at once")
    func faults() throws {
        let problem = try #require(throws: Problem.self) {
            try Credentials(.object(["admin": .bool(true)]), isNew: true)
        }
        #expect(problem.faults.map(\.pointer) == ["/email", "/password", "/admin"])
        let both = try #require(throws: Problem.self) { try Credentials(json("ada", "short"), isNew: true) }
        #expect(both.faults.map(\.pointer) == ["/email", "/password"])
    }
}

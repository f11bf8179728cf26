import HTTPTypes
import Logging
import Synchronization
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Attack: lines smuggled into headers and logs")
struct InjectionTests {
    private static let wild = ["a\r\nSet-Cookie: x=1", "a\nb", "a\rb", "a\u{0}b", "a\u{1B}[31mb", "a\u{2028}b"]

    @Test("what a caller sends in a header comes back in none", arguments: wild)
    func headers(text: String) async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let answer = try await door.send(
            .post, ada.path("tasks"), #"{"title":"x"}"#, token: ada.token,
            headers: [.correlationID: text, .traceParent: text])
        #expect(answer.headers[.correlationID].flatMap(RequestIdentity.sane) != nil)
        for field in answer.headers {
            #expect(!field.value.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "\(field.name)")
            #expect(!field.value.contains("x=1"), "\(field.name)")
        }
        let key = try await door.send(
            .post, ada.path("tasks"), #"{"title":"x"}"#, token: ada.token, headers: [.idempotencyKey: text])
        #expect(key.status == 400)
    }

    @Test("what a caller sends in a path or a name comes back escaped in addresses", arguments: wild)
    func paths(text: String) async throws {
        let door = await FrontDoorFixture()
        let subject = "ada" + text
        let token = try await door.tokens.issue(for: UserID(subject))
        let base = "/api/" + PercentCoding.encode(subject)
        let made = try await door.send(.post, base + "/tasks", #"{"title":"x"}"#, token: token)
        let location = try #require(made.headers[.location], "\(made.text)")
        #expect(location.hasPrefix(base + "/tasks/"))
        for field in made.headers {
            #expect(!field.value.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "\(field.name)")
        }
    }

    @Test("whatever is logged is one line, in which nothing moves the cursor", arguments: wild)
    func logs(text: String) throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "front-door") { label in
            JSONLogHandler(label: label, level: .info, clock: FixedClock("2026-01-31T09:00:00Z")) { line in
                lines.withLock { $0.append(line) }
            }
        }
        logger.info("request \(text)", metadata: ["path": "\(text)", "\(text)": "name"])
        let written = lines.withLock { $0 }
        #expect(written.count == 1)
        for line in written {
            #expect(!line.utf8.dropLast(line.hasSuffix("\n") ? 1 : 0).contains { $0 < 0x20 || $0 == 0x7F })
            _ = try JSONReader.read(Array(line.utf8))
        }
    }
}

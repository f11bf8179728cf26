import HTTPTypes
import ServicePorts
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@testable import TodoServer

@Suite("Problem documents")
struct ProblemTests {
    private func document(_ problem: Problem) throws -> [String: JSONValue] {
        let bytes = ProblemDocument(problem, instance: "/api/x", correlationID: "abc").bytes
        guard case .object(let members) = try JSONReader.read(bytes) else { return [:] }
        return members
    }

    @Test("a document has every member of RFC 9457 and ours, and errors only when there are some")
    func members() throws {
        let plain = try document(Problem(.notFound, "task 7 does not exist"))
        #expect(
            plain == [
                "type": .string("/problems/not_found"), "title": .string("There is nothing here"),
                "status": .integer(404), "detail": .string("task 7 does not exist"), "instance": .string("/api/x"),
                "code": .string("not_found"), "correlation_id": .string("abc"),
            ])
        let faulty = try document(.invalid([.init(pointer: "/title", code: "too_long", detail: "at most 200")]))
        #expect(
            faulty["errors"]
                == .array([
                    .object([
                        "pointer": .string("/title"), "code": .string("too_long"), "detail": .string("at most 200"),
                    ])
                ]))
        #expect(faulty["status"] == .integer(422))
    }

    @Test("every kind has an error status and a title of its own")
    func kinds() {
        #expect(Set(ProblemKind.allCases.map(\.title)).count == ProblemKind.allCases.count)
        for kind in ProblemKind.allCases {
            #expect((400...599).contains(kind.status.code), "\(kind)")
            #expect(!kind.status.reasonPhrase.isEmpty, "\(kind)")
            #expect(kind.typeReference == "/problems/\(kind.rawValue)")
        }
    }

    @Test("each refusal of the task service has its status")
    func refusals() {
        let failure = ValidationFailure(pointer: "/title", code: .missing, message: "a title is required")
        let expected: [(TaskRefusal, ProblemKind)] = [
            (.notFound("task 1"), .notFound), (.invalid(failure), .invalid),
            (.versionMismatch(current: 4), .versionMismatch), (.tagExists(name: "home"), .conflict),
            (.idempotencyKeyReused, .keyReused), (.tooEarly, .conflict), (.busy, .unavailable),
            (.unavailable("disk /dev/sda1 is full"), .unavailable),
            (.outcomeUnknown("connection to 10.0.0.7 broke"), .unavailable),
        ]
        for (refusal, kind) in expected {
            let problem = Problem(refusing: refusal)
            #expect(problem.kind == kind, "\(refusal)")
            #expect(!problem.detail.contains("10.0.0.7") && !problem.detail.contains("sda1"), "\(problem.detail)")
        }
        #expect(Problem(refusing: TaskRefusal.versionMismatch(current: 4)).headers[.eTag] == "\"4\"")
        #expect(Problem(refusing: TaskRefusal.busy).headers[.retryAfter] != nil)
    }

    @Test("an error that nobody foresaw is told by its correlation id alone")
    func unforeseen() throws {
        struct Secret: Error, CustomStringConvertible { let description = "password of the database: hunter2" }
        let problem = Problem(refusing: Secret())
        #expect(problem.kind == .internalError)
        let text = String(
            decoding: ProblemDocument(problem, instance: "/", correlationID: "abc").bytes, as: UTF8.self)
        #expect(text.contains("abc"))
        #expect(!text.contains("hunter2") && !text.contains("Secret"))
    }

    @Test("errors of stores are unavailability and tell nothing of the store")
    func stores() {
        let errors: [any Error] = [
            TaskStoreError(.unavailable, "secret path"), AuditLogError(.unavailable, "secret path"),
            AccountStoreError.unavailable("secret path"),
        ]
        for error in errors {
            let problem = Problem(refusing: error)
            #expect(problem.kind == .unavailable)
            #expect(!problem.detail.contains("secret"))
        }
    }
}

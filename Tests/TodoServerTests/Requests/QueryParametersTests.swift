import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("Query parameters")
struct QueryParametersTests {
    @Test("known parameters are decoded and choices checked")
    func good() throws {
        let query = try QueryParameters(
            "status=completed&name=caf%C3%A9+noir&empty=", allowing: ["status", "name", "empty"])
        #expect(query["name"] == "café noir")
        #expect(query["empty"] == "")
        #expect(query["absent"] == nil)
        #expect(try query.choice("status", default: TaskQuery.Status.all) == .completed)
        #expect(try query.choice("sort", default: TaskQuery.Sort.created) == .created)
        #expect(throws: Never.self) { try QueryParameters(nil, allowing: []) }
        #expect(throws: Never.self) { try QueryParameters("", allowing: []) }
    }

    @Test(
        "anything else is refused by name",
        arguments: [
            ("colour=red", ProblemKind.unknownParameter, "colour"), ("status=a&status=b", .invalidParameter, "status"),
            ("status=%G1", .invalidParameter, "%G1"), ("status=%C3", .invalidParameter, "%C3"),
            ("%73tatus=x&status=y", .invalidParameter, "status"),
        ])
    func bad(query: String, kind: ProblemKind, named: String) throws {
        let problem = try #require(throws: Problem.self) { try QueryParameters(query, allowing: ["status"]) }
        #expect(problem.kind == kind)
        #expect(problem.detail.contains(named))
    }

    @Test("what may repeat keeps every value in its order, up to so many; all pairs are told in their order")
    func repeated() throws {
        let query = try QueryParameters(
            "tag=b&status=all&tag=a&priority=high&tag=b", allowing: ["status"], repeating: ["tag", "priority"])
        #expect(try query.all("tag", atMost: 3) == ["b", "a", "b"])
        #expect(try query.all("absent", atMost: 0).isEmpty)
        #expect(try query.choices("priority") == [Priority.high])
        #expect(query.pairs.map(\.name) == ["tag", "status", "tag", "priority", "tag"])
        let tooMany = try #require(throws: Problem.self) { try query.all("tag", atMost: 2) }
        #expect(tooMany.detail.contains("at most 2"))
        let wrong = try #require(throws: Problem.self) { let _: [TaskQuery.Sort] = try query.choices("priority") }
        #expect(wrong.detail.contains("due_date"))
    }

    @Test("a value outside of its set or range is refused with what would be right")
    func values() throws {
        let query = try QueryParameters("status=soon&limit=0&after=x", allowing: ["status", "limit", "after"])
        let choice = try #require(throws: Problem.self) { try query.choice("status", default: TaskQuery.Status.all) }
        #expect(choice.detail.contains("all, pending, completed"))
        let range = try #require(throws: Problem.self) { try query.integer("limit", in: 1...1_000) }
        #expect(range.detail.contains("1 to 1000"))
        #expect(throws: Problem.self) { try query.integer("after", in: 0...9) }
        #expect(try query.integer("absent", in: 0...9) == nil)
    }

    @Test("percent-encoding goes both ways for any text")
    func percentCoding() {
        for text in ["", "plain-._~", "Über/alles?&=#%+ ", "کام 😀\n\0"] {
            let encoded = PercentCoding.encode(text)
            #expect(PercentCoding.decode(encoded) == text)
            #expect(encoded.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 && $0 != UInt8(ascii: "/") })
        }
        #expect(PercentCoding.decode("a+b") == "a+b")
        #expect(PercentCoding.decode("%4") == nil)
        #expect(PercentCoding.decode("%") == nil)
    }
}

import Testing
import TodoDomain

@testable import TodoServer

@Suite("Members of a JSON object")
struct JSONObjectReaderTests {
    @Test("members of the right type come back and leave no fault")
    func members() throws {
        var reader = JSONObjectReader(.object(["name": .string("a"), "count": .integer(3), "more": .null]))
        #expect(reader.requiredString("name") == "a")
        #expect(reader.integer("count") == 3)
        #expect(reader.string("absent") == nil)
        #expect(reader.member("more") == .null)
        #expect(reader.faults.isEmpty)
        #expect(throws: Never.self) { try reader.finish() }
    }

    @Test("every fault is named at once, each with its pointer")
    func faults() throws {
        var reader = JSONObjectReader(
            .object(["name": .integer(1), "count": .string("3"), "a/b~c": .null, "zz": .null]), at: "/inner")
        _ = reader.requiredString("name")
        _ = reader.integer("count")
        _ = reader.requiredString("missing")
        let problem = try #require(throws: Problem.self) { try reader.finish() }
        #expect(problem.kind == .invalid)
        #expect(
            problem.faults.map(\.pointer) == [
                "/inner/name", "/inner/count", "/inner/missing", "/inner/a~1b~0c", "/inner/zz",
            ])
        #expect(
            problem.faults.map(\.code) == ["wrong_type", "wrong_type", "missing", "unknown_field", "unknown_field"])
        #expect(problem.faults[4].detail.contains("name, count, missing"))
    }

    @Test("null is not a string, and a value that is no object is one fault at its place")
    func wrongKinds() throws {
        var reader = JSONObjectReader(.object(["name": .null]))
        #expect(reader.requiredString("name") == nil)
        #expect(reader.faults.map(\.code) == ["wrong_type"])
        var array = JSONObjectReader(.array([]))
        #expect(array.requiredString("name") == nil)
        let problem = try #require(throws: Problem.self) { try array.finish() }
        #expect(problem.faults.map(\.pointer) == [""])
        #expect(problem.faults[0].detail == "expected an object, found an array")
    }
}

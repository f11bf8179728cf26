import CivilTime
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

@Suite("Cursors of task lists")
struct TaskCursorTests {
    private static let asOf = Timestamp(millisecondsSinceEpoch: 1_769_850_000_123)

    private static let keys: [(TaskPlace.Key, TaskQuery.Sort)] = [
        (.instant(Timestamp(millisecondsSinceEpoch: -1)), .created), (.instant(asOf), .updated), (.title(""), .title),
        (.title("éclair کام \0"), .title), (.due(nil), .dueDate),
        (.due(CivilDateTime(millisecondsSinceEpoch: 86_400_001)), .dueDate), (.priority(.high), .priority),
        (.priority(.low), .priority),
    ]

    @Test("come back as they were, in signs that an address takes as they are")
    func roundTrip() throws {
        for (key, sort) in TaskCursorTests.keys {
            for id in [Int64(1), .max] {
                let cursor = TaskCursor(
                    place: TaskPlace(key: key, id: TaskID(id)), asOf: TaskCursorTests.asOf, fingerprint: .max - 7)
                #expect(try TaskCursor(cursor.text, sortedBy: sort) == cursor)
                #expect(PercentCoding.encode(cursor.text) == cursor.text)
            }
        }
    }

    @Test("are refused when they are not as they were given, whatever was changed")
    func damaged() throws {
        let (key, sort) = TaskCursorTests.keys[3]
        let text = TaskCursor(
            place: TaskPlace(key: key, id: TaskID(7)), asOf: TaskCursorTests.asOf, fingerprint: 5
        ).text
        let letters = Array(text)
        var changed = ["", "x", "%", text + "A", text + text, "=" + text, String(repeating: "A", count: 66_000)]
        for index in letters.indices {
            changed.append(String(letters[..<index]))
            var other = letters
            other[index] = other[index] == "A" ? "B" : "A"
            changed.append(String(other))
        }
        for text in changed {
            let problem = try #require(throws: Problem.self, "\(text)") { try TaskCursor(text, sortedBy: sort) }
            #expect(problem.kind == .invalidParameter)
            #expect(problem.faults.map(\.pointer) == ["/cursor"])
        }
    }

    @Test("of random bytes are refused, and so are those of a list in another order")
    func others() throws {
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...80)).map { _ in UInt8.random(in: .min ... .max) }
            let text = String(decoding: bytes, as: UTF8.self)
            for sort in TaskQuery.Sort.allCases {
                #expect(throws: Problem.self, "\(bytes)") { try TaskCursor(text, sortedBy: sort) }
            }
        }
        for (key, _) in TaskCursorTests.keys {
            let text = TaskCursor(
                place: TaskPlace(key: key, id: TaskID(7)), asOf: TaskCursorTests.asOf, fingerprint: 5
            ).text
            for other in TaskQuery.Sort.allCases where !key.kind.belongs(to: other) {
                #expect(throws: Problem.foreignCursor) { try TaskCursor(text, sortedBy: other) }
            }
        }
        let late = TaskCursor(
            place: TaskPlace(key: .due(nil), id: TaskID(7)), asOf: Timestamp(millisecondsSinceEpoch: .max),
            fingerprint: 5)
        #expect(throws: Problem.foreignCursor) { try TaskCursor(late.text, sortedBy: .dueDate) }
    }
}

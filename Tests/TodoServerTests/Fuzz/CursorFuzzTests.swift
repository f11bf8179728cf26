import CivilTime
import HTTPTypes
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

/// Reads damaged cursors, a few thousand, or as long as `CURSOR_FUZZ_SECONDS` says.
@Suite("Damaged cursors")
struct CursorFuzzTests {
    private static let sorts = TaskQuery.Sort.allCases
    private static let sortNames = ["created", "updated", "title", "due_date", "priority"]

    /// A cursor of a list of that order, at a place that may be anywhere.
    private static func cursor(_ numbers: inout FuzzNumbers, _ given: TaskCursor) -> TaskCursor {
        let instant = Timestamp(
            millisecondsSinceEpoch: Int64(truncatingIfNeeded: numbers.next() >> UInt64(numbers.number(below: 64))))
        let key: TaskPlace.Key =
            switch numbers.number(below: 6) {
            case 0: .instant(instant)
            case 1: .title(String(decoding: numbers.bytes(numbers.number(below: 40)), as: UTF8.self))
            case 2: .due(nil)
            case 3: .due(CivilDateTime(millisecondsSinceEpoch: instant.millisecondsSinceEpoch))
            case 4: .priority(numbers.element(of: Priority.allCases))
            default: given.place.key
            }
        let asOf = numbers.chance(70) ? given.asOf : instant
        return TaskCursor(
            place: TaskPlace(key: key, id: TaskID(Int64(bitPattern: numbers.next()))), asOf: asOf,
            fingerprint: given.fingerprint)
    }

    @Test("lead to a page or are refused by name, and nothing else becomes of them")
    func fuzz() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        for title in ["b", "a", "کام", "c"] {
            let body = #"{"title":"\#(title)","due_date":"2026-02-0\#(title.utf8.count)T09:00:00"}"#
            #expect(try await door.send(.post, ada.path("tasks"), body, token: ada.token).status == 201)
        }
        var given: [(text: String, sort: TaskQuery.Sort, path: String)] = []
        for name in CursorFuzzTests.sortNames {
            let path = ada.path("tasks") + "?limit=1&sort=" + name
            let link = try await door.send(.get, path, token: ada.token).headers[.link] ?? ""
            let text = try #require(link.firstMatch(of: #/cursor=([A-Za-z0-9_\-]+)/#)).1
            let sort = try #require(
                CursorFuzzTests.sorts.first { (try? TaskCursor(String(text), sortedBy: $0)) != nil })
            given.append((String(text), sort, path))
        }
        var numbers = FuzzNumbers(seed: FuzzRun.seed)
        var outcomes: [UInt: Int] = [:]
        try await FuzzRun(variable: "CURSOR_FUZZ_SECONDS").run { round in
            let sample = numbers.element(of: given)
            var text = sample.text
            if numbers.chance(50) {
                text = CursorFuzzTests.cursor(&numbers, try TaskCursor(text, sortedBy: sample.sort)).text
            }
            if numbers.chance(50) { text = String(decoding: numbers.damaged(Array(text.utf8)), as: UTF8.self) }
            for sort in CursorFuzzTests.sorts {
                guard let cursor = try? TaskCursor(text, sortedBy: sort) else { continue }
                #expect(try TaskCursor(cursor.text, sortedBy: sort) == cursor, "round \(round): \(text)")
            }
            let path = numbers.element(of: given).path + "&cursor=" + PercentCoding.encode(text)
            let answer = try await door.send(.get, path, token: ada.token)
            outcomes[UInt(answer.status), default: 0] += 1
            #expect([200, 400].contains(answer.status), "round \(round): \(text): \(answer.text)")
        }
        #expect(Set(outcomes.keys) == [200, 400], "\(outcomes)")
    }
}

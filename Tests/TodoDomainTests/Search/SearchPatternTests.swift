import Testing
import TodoDomain

@Suite("A pattern of a search")
struct SearchPatternTests {
    @Test("is found where it is, and nowhere else")
    func found() {
        for (pattern, text, isFound) in [
            ("", "", true), ("", "a", true), ("a", "", false), ("abc", "xxabcx", true), ("abc", "ababab", false),
            ("aab", "aaaaab", true), ("ababc", "abababc", true), ("کام", "ایک کام", true), ("کام", "کا م", false),
            ("abc", "abc", true), ("abcd", "abc", false), ("🦉", "a🦉b", true),
        ] {
            #expect(SearchPattern(pattern).occurs(in: text) == isFound, "'\(pattern)' in '\(text)'")
        }
    }

    @Test("is found as comparing it at every place finds it", arguments: UInt64(1)...200)
    func drawn(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &numbers)).map { _ in numbers.chance(50) ? "a" : "b" }.joined()
        }
        for _ in 0..<20 {
            let (pattern, text) = (text(6), text(30))
            let places = 0...max(0, text.utf8.count - pattern.utf8.count)
            let isFound = places.contains { text.dropFirst($0).hasPrefix(pattern) }
            #expect(SearchPattern(pattern).occurs(in: text) == isFound, "'\(pattern)' in '\(text)'")
        }
    }
}

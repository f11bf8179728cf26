/// The time of day at the end of a date's words.
struct TodoistTime {
    /// Minutes since midnight; nil when no time was given.
    let minutes: Int?

    /// Takes `at 9am`, `at 9:30`, `at 9 pm`, `21:00`, `noon` or `midnight` from the end of the words; nil when there is
    /// an `at` without a time after it.
    static func take(from words: inout [String]) -> TodoistTime? {
        var words2 = words
        // `at 9 pm` is two words.
        if let last = words2.last, last == "am" || last == "pm", words2.count > 1 {
            words2.removeLast()
            words2[words2.count - 1] += last
        }
        guard let last = words2.last, let minutes = minutes(last, isAfterAt: words2.dropLast().last == "at") else {
            return words.contains("at") || words.contains("@") ? nil : TodoistTime(minutes: nil)
        }
        words2.removeLast()
        if words2.last == "at" || words2.last == "@" { words2.removeLast() }
        words = words2
        return TodoistTime(minutes: minutes)
    }

    /// A bare number is a time only after `at`: `jan 27` is none.
    private static func minutes(_ word: String, isAfterAt: Bool) -> Int? {
        switch word {
        case "noon": return 12 * 60
        case "midnight": return 0
        default: break
        }
        var digits = word[...]
        let isMorning = digits.hasSuffix("am")
        let isEvening = digits.hasSuffix("pm")
        if isMorning || isEvening { digits = digits.dropLast(2) }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, isMorning || isEvening || parts.count == 2 || isAfterAt,
            parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            var hour = Int(parts[0]), let minute = parts.count == 2 ? Int(parts[1]) : 0, minute < 60
        else { return nil }
        if isMorning || isEvening {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isEvening ? 12 : 0)
        }
        return hour < 24 ? hour * 60 + minute : nil
    }
}

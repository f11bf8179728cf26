import CivilTime
import Testing
import TodoDomain

/// A rule, where it begins, and the dates that it has.
struct RecurrenceCase: Sendable, CustomTestStringConvertible {
    let rule: String
    let start: String
    /// Local date-times, or dates where all are at the start's time of day.
    let dates: [String]
    /// True when the rule has no further date.
    let isWhole: Bool

    init(_ rule: String, from start: String, all dates: String) {
        (self.rule, self.start, isWhole) = (rule, start, true)
        self.dates = dates.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    init(_ rule: String, from start: String, first dates: String) {
        (self.rule, self.start, isWhole) = (rule, start, false)
        self.dates = dates.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    var testDescription: String { "\(rule) from \(start)" }

    static let all = examples + clock + days + months + years + decisions
}

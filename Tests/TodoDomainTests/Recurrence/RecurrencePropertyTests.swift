import CivilTime
import Testing
import TodoDomain

/// What holds for every rule, tried on rules that seeds draw.
@Suite("Any recurrence rule")
struct RecurrencePropertyTests {
    private static let seeds = Array(UInt64(1)...400)

    private func anchor(_ numbers: inout SeededNumbers) -> CivilDateTime {
        let seconds = Int64.random(in: 0...4_000_000_000, using: &numbers)
        return CivilDateTime(millisecondsSinceEpoch: seconds * 1_000 + (numbers.chance(20) ? 250 : 0))
    }

    @Test("is printed in one way, which reads as the same rule", arguments: seeds)
    func roundTrip(seed: UInt64) throws {
        var random = RandomRule(numbers: SeededNumbers(state: seed))
        let text = random.text()
        let rule = try RecurrenceRule(text: text)
        #expect(try RecurrenceRule(text: rule.text) == rule, "\(text)")
        #expect(try RecurrenceRule(text: rule.text).text == rule.text, "\(text)")
    }

    @Test("has dates that ascend from its anchor on, each of which a jump finds as a walk does", arguments: seeds)
    func ascending(seed: UInt64) throws {
        var random = RandomRule(numbers: SeededNumbers(state: seed))
        let rule = try RecurrenceRule(text: random.text())
        let anchor = anchor(&random.numbers)
        let dates = Array(rule.occurrences(from: anchor).prefix(60))
        #expect(dates.first.map { $0 >= anchor } ?? true)
        for (date, next) in zip(dates, dates.dropFirst()) {
            #expect(date < next, "\(rule.text)")
            let before = CivilDateTime(
                millisecondsSinceEpoch: Int64.random(
                    in: date.millisecondsSinceEpoch..<next.millisecondsSinceEpoch, using: &random.numbers))
            let found = rule.occurrence(after: before, anchor: anchor)
            #expect(found == next, "\(rule.text) from \(anchor.iso8601) after \(before.iso8601)")
        }
    }

    @Test("asked far from its anchor, counts whole intervals from it all the same", arguments: seeds.prefix(200))
    func ancient(seed: UInt64) throws {
        var random = RandomRule(numbers: SeededNumbers(state: seed))
        let rule = try RecurrenceRule(text: random.text())
        let anchor = anchor(&random.numbers)
        let place = CivilDateTime(millisecondsSinceEpoch: anchor.millisecondsSinceEpoch + 12_622_780_800_000)
        // 400 years are a whole number of days and weeks, so that a rule of the calendar is the same then; an interval
        // that divides the span counts alike from both ends.
        guard let cycle = cycle(of: rule.frequency), cycle % rule.interval == 0 else { return }
        let early = Array(rule.occurrences(from: anchor).prefix(20))
        let shift = place.millisecondsSinceEpoch - anchor.millisecondsSinceEpoch
        let late = early.map { CivilDateTime(millisecondsSinceEpoch: $0.millisecondsSinceEpoch + shift) }
        var reached = CivilDateTime(millisecondsSinceEpoch: place.millisecondsSinceEpoch - 1)
        for expected in late where expected.date.year <= 9_999 {
            let next = rule.occurrence(after: reached, anchor: anchor)
            #expect(next == expected, "\(rule.text) from \(anchor.iso8601)")
            reached = expected
        }
    }

    /// Units in 400 years.
    private func cycle(of frequency: RecurrenceRule.Frequency) -> Int? {
        switch frequency {
        case .secondly: 146_097 * 86_400
        case .minutely: 146_097 * 1_440
        case .hourly: 146_097 * 24
        case .daily: 146_097
        case .weekly: 20_871
        case .monthly: 4_800
        case .yearly: 400
        }
    }
}

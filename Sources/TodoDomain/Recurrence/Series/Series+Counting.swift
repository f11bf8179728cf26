internal import CivilTime

// A rule's count holds for the series: dates that the rule gave and that were passed over are counted too, as RFC 5545
// counts them, and so are those before the series was moved.
extension Series {
    /// True when the reading is beyond the rule's count.
    func isOver(before reading: CivilDateTime, after due: CivilDateTime) -> Bool {
        guard let count = rule.count else { return false }
        return (number(of: reading, after: due) ?? 1) > count
    }

    /// The place of a later reading among the rule's dates; nil for rules without a count.
    func number(of reading: CivilDateTime, after due: CivilDateTime) -> Int? {
        guard let count = rule.count else { return nil }
        var number = number ?? 1
        guard settings.repeatFrom == .due else { return number + 1 }
        var search = OccurrenceSearch(rule, anchor: anchor, absentDates: absentDates)
        var reached = max(occurrence ?? due, anchor)
        // Beyond the count the exact number does not matter.
        while number <= count, let next = search.first(after: reached), next <= reading {
            number += 1
            reached = next
        }
        return number
    }

    /// The last reading after one, through another and within the rule's count; nil when there is none.
    func latest(after start: CivilDateTime, through end: CivilDateTime, due: CivilDateTime) -> CivilDateTime? {
        guard let last = lastReading(after: start, through: end) else { return nil }
        guard isOver(before: last, after: due), let end = endOfCount(after: due) else { return last }
        return lastReading(after: start, through: end)
    }

    /// The last moment before the first date beyond the count; nil when there is no such date.
    private func endOfCount(after due: CivilDateTime) -> CivilDateTime? {
        guard let count = rule.count else { return nil }
        var search = OccurrenceSearch(rule, anchor: anchor, absentDates: absentDates)
        var reached = max(occurrence ?? due, anchor)
        for _ in (number ?? 1)..<max(count, number ?? 1) + 1 {
            guard let next = search.first(after: reached) else { return nil }
            reached = next
        }
        return CivilDateTime(millisecondsSinceEpoch: reached.millisecondsSinceEpoch - 1)
    }
}

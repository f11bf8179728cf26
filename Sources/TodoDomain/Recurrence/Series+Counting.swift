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
        var reached = max(occurrence ?? due, anchor)
        // Beyond the count the exact number does not matter.
        while number <= count, let next = rule.occurrence(after: reached, anchor: anchor), next <= reading {
            number += 1
            reached = next
        }
        return number
    }
}

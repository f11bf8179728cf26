public import CivilTime

/// The dates of a rule from an anchor on, ascending, up to the rule's own limit and the year 9999.
public struct RecurrenceOccurrences: Sequence, IteratorProtocol, Sendable {
    private var search: OccurrenceSearch
    private var reached: CivilDateTime
    private var remaining: Int

    init(
        _ rule: RecurrenceRule, anchor: CivilDateTime, after reading: CivilDateTime?, absentDates: [CivilDate] = []
    ) {
        search = OccurrenceSearch(rule, anchor: anchor, absentDates: absentDates)
        reached = CivilDateTime(millisecondsSinceEpoch: anchor.millisecondsSinceEpoch - 1)
        remaining = rule.count ?? .max
        guard let reading, reading > reached else { return }
        if rule.count != nil {
            while remaining > 0, let next = search.first(after: reached), next <= reading {
                remaining -= 1
                reached = next
            }
        }
        reached = reading
    }

    /// The next date; nil at the end.
    public mutating func next() -> CivilDateTime? {
        guard remaining > 0, let next = search.first(after: reached) else { return nil }
        remaining -= 1
        reached = next
        return next
    }
}

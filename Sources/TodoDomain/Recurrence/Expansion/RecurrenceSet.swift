public import CivilTime

/// The recurrence set of RFC 5545: the dates of a rule and those added, without the exceptions, ascending.
public struct RecurrenceSet: Sequence, IteratorProtocol, Sendable {
    private var rule: RecurrenceOccurrences
    private var given: CivilDateTime?
    private var additions: ArraySlice<CivilDateTime>
    private let exceptions: Set<CivilDateTime>

    /// The set from an anchor on, or of it what is after a reading; dates that are absent from the zone do not count.
    public init(
        _ rule: RecurrenceRule, anchor: CivilDateTime, additions: [CivilDateTime] = [],
        exceptions: [CivilDateTime] = [], after reading: CivilDateTime? = nil, absentDates: [CivilDate] = []
    ) {
        self.rule = rule.occurrences(from: anchor, after: reading, absentDates: absentDates)
        self.additions = additions.filter { !absentDates.contains($0.date) }.sorted()
            .drop { addition in reading.map { addition <= $0 } ?? false }
        self.exceptions = Set(exceptions)
        given = self.rule.next()
    }

    /// The next date; nil at the end.
    public mutating func next() -> CivilDateTime? {
        while let date = [given, additions.first].compactMap(\.self).min() {
            if given == date { given = rule.next() }
            additions = additions.drop { $0 == date }
            if !exceptions.contains(date) { return date }
        }
        return nil
    }
}

public import CivilTime

/// How a series of tasks repeats: every so many days, weeks or months on the wall clock.
public struct RecurrenceRule: Hashable, Sendable {
    /// The unit of the repetition.
    public enum Frequency: String, Sendable, CaseIterable {
        /// The same time each day.
        case daily
        /// The same weekday and time.
        case weekly
        /// The same day of the month and time; the last day where a month is too short.
        case monthly
    }

    /// The unit of the repetition.
    public let frequency: Frequency
    /// Units between occurrences, 1 to 1,000.
    public let interval: Int

    /// A rule, or nil when the interval is out of range.
    public init?(frequency: Frequency, interval: Int = 1) {
        guard (1...1_000).contains(interval) else { return nil }
        self.frequency = frequency
        self.interval = interval
    }

    /// The first occurrence strictly after `reading` of the series that begins at `anchor`; nil past the year 9999.
    ///
    /// Constant time however far `reading` lies from the anchor. The anchor's day survives short months.
    public func occurrence(after reading: CivilDateTime, anchor: CivilDateTime) -> CivilDateTime? {
        guard reading >= anchor else { return anchor }
        switch frequency {
        case .daily: return occurrence(after: reading, anchor: anchor, everyDays: interval)
        case .weekly: return occurrence(after: reading, anchor: anchor, everyDays: interval * 7)
        case .monthly: return monthlyOccurrence(after: reading, anchor: anchor)
        }
    }

    private func occurrence(
        after reading: CivilDateTime, anchor: CivilDateTime, everyDays days: Int
    ) -> CivilDateTime? {
        let step = Int64(days) * 86_400_000
        let elapsed = reading.millisecondsSinceEpoch - anchor.millisecondsSinceEpoch
        let milliseconds = anchor.millisecondsSinceEpoch + (elapsed / step + 1) * step
        return RecurrenceRule.inRange(CivilDateTime(millisecondsSinceEpoch: milliseconds))
    }

    private func monthlyOccurrence(after reading: CivilDateTime, anchor: CivilDateTime) -> CivilDateTime? {
        let anchorMonth = anchor.date.year * 12 + anchor.date.month - 1
        let readingMonth = reading.date.year * 12 + reading.date.month - 1
        let count = (readingMonth - anchorMonth) / interval
        // The occurrence of the reading's own step may already be past it; then the next step's is the answer.
        for step in count...count + 1 {
            guard let candidate = monthly(anchor, months: step * interval) else { return nil }
            if candidate > reading { return candidate }
        }
        return nil
    }

    private func monthly(_ anchor: CivilDateTime, months: Int) -> CivilDateTime? {
        let index = anchor.date.year * 12 + anchor.date.month - 1 + months
        let year = index / 12
        let month = index % 12 + 1
        let day = min(anchor.date.day, CivilDate.length(ofMonth: month, year: year))
        return CivilDate(year: year, month: month, day: day).map { anchor.on($0) }
    }

    private static func inRange(_ reading: CivilDateTime) -> CivilDateTime? {
        reading.date.year <= 9_999 ? reading : nil
    }
}

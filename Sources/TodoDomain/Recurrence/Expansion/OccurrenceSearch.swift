internal import CivilTime

/// Finds the dates of one rule from one anchor, from any place on.
///
/// Every step costs a bounded amount of work, wherever the place lies and whether or not anything is found.
struct OccurrenceSearch {
    private enum Periods {
        case clock(ClockSteps)
        case calendar(CalendarPeriods)
    }

    private var periods: Periods
    private let anchorSecond: Int
    private let lastSecond: Int
    /// The part of a second that the anchor's reading and thus every date has.
    private let milliseconds: Int
    /// Dates of the calendar that do not count.
    private let absentDates: [CivilDate]

    /// The last second of the year 9999.
    private static let endOfTime = 253_402_300_799

    init(_ rule: RecurrenceRule, anchor: CivilDateTime, absentDates: [CivilDate] = []) {
        self.absentDates = absentDates
        let plan = RecurrencePlan(rule, anchor: anchor)
        milliseconds = anchor.millisecond
        anchorSecond = Int(anchor.millisecondsSinceEpoch).floorDivided(by: 1_000)
        let until = rule.lastReading.map {
            (Int($0.millisecondsSinceEpoch) - anchor.millisecond).floorDivided(by: 1_000)
        }
        lastSecond = min(until ?? .max, OccurrenceSearch.endOfTime)
        periods =
            rule.frequency <= .daily
            ? .clock(ClockSteps(plan, anchorSecond: anchorSecond))
            : .calendar(CalendarPeriods(plan, anchorSecond: anchorSecond))
    }

    /// The first date strictly after a reading and not before the anchor; nil when there is none.
    mutating func first(after reading: CivilDateTime) -> CivilDateTime? {
        // Readings that far out are after everything or before it; their milliseconds may not fit.
        guard reading.date.year <= 9_999 else { return nil }
        guard reading.date.year >= 0 else { return first(from: anchorSecond) }
        let second = (Int(reading.millisecondsSinceEpoch) - milliseconds).floorDivided(by: 1_000) + 1
        return first(from: max(second, anchorSecond))
    }

    private mutating func first(from second: Int) -> CivilDateTime? {
        var second = second
        while let date = any(from: second) {
            guard absentDates.contains(date.date) else { return date }
            second = (date.date.daysSinceEpoch + 1) * 86_400
        }
        return nil
    }

    private mutating func any(from second: Int) -> CivilDateTime? {
        guard second <= lastSecond else { return nil }
        let found: Int?
        switch periods {
        case .clock(let steps):
            found = steps.first(from: second, through: lastSecond)
        case .calendar(var calendar):
            found = calendar.first(from: second, through: lastSecond)
            periods = .calendar(calendar)
        }
        return found.map { CivilDateTime(millisecondsSinceEpoch: Int64($0 * 1_000 + milliseconds)) }
    }
}

public import CivilTime

/// A day or an instant as a filter names it: `2026-01-31`, `2026-01-31T09:00`, `today`, `now+7d`.
public struct FilterMoment: Hashable, Sendable {
    /// What the distance is counted from.
    public enum Base: Hashable, Sendable {
        /// The instant at which the filter is applied.
        case now
        /// The day of that instant on the user's clock, and so many days further.
        case day(daysFromToday: Int)
        /// A day of the user's clock.
        case date(CivilDate)
        /// A reading of the user's clock.
        case reading(CivilDateTime)
        /// An instant.
        case instant(Timestamp)
    }

    /// What the distance is counted from.
    public let base: Base
    /// Days by the user's clock, negative for earlier ones.
    public let days: Int
    /// Exact minutes on top of the days; any make an instant of a day.
    public let minutes: Int

    /// The most days that a distance spans, in either direction.
    static let mostDays = 36_600

    init(_ base: Base, days: Int = 0, minutes: Int = 0) {
        self.base = base
        self.days = days
        self.minutes = minutes
    }

    /// The instants that it is: those of a day on the user's clock, or the one.
    func interval(in context: FilterContext) -> Range<Timestamp> {
        let clock = context.clock
        switch base {
        case .now: return point(moved(context.now, on: clock))
        case .instant(let instant): return point(moved(instant, on: clock))
        case .reading(let reading):
            return point(clock.instant(of: reading.on(reading.date.adding(days: days))))
        case .date(let date): return interval(of: date, on: clock)
        case .day(let distance):
            return interval(of: clock.civil(at: context.now).date.adding(days: distance), on: clock)
        }
    }

    private func moved(_ instant: Timestamp, on clock: ZoneRules) -> Timestamp {
        // An instant that its reading does not tell, as in the hour that clocks repeat, stays itself.
        guard days != 0 else { return instant }
        let reading = clock.civil(at: instant)
        return clock.instant(of: reading.on(reading.date.adding(days: days)))
    }

    private func interval(of date: CivilDate, on clock: ZoneRules) -> Range<Timestamp> {
        let start = clock.instant(of: FilterMoment.midnight(date.adding(days: days)))
        guard minutes == 0 else { return point(start) }
        // A date that the zone went over has no instants.
        return start..<max(start, clock.instant(of: FilterMoment.midnight(date.adding(days: days + 1))))
    }

    private func point(_ instant: Timestamp) -> Range<Timestamp> {
        let instant = instant.adding(milliseconds: Int64(minutes) * 60_000)
        return instant..<instant.adding(milliseconds: 1)
    }

    private static func midnight(_ date: CivilDate) -> CivilDateTime {
        CivilDateTime(millisecondsSinceEpoch: Int64(date.daysSinceEpoch) * 86_400_000)
    }
}

extension FilterMoment {
    /// Canonical text: the base, then days, then hours or minutes.
    public var text: String {
        baseText + FilterMoment.offset(days, "d")
            + (minutes % 60 == 0 ? FilterMoment.offset(minutes / 60, "h") : FilterMoment.offset(minutes, "m"))
    }

    private var baseText: String {
        switch base {
        case .now: "now"
        case .day(let distance): FilterMoment.days.first { $0.value == distance }?.key ?? "today"
        case .date(let date): date.iso8601
        case .reading(let reading): reading.iso8601
        case .instant(let instant): instant.rfc3339
        }
    }

    /// The words for days near today, by their distance.
    static let days: [String: Int] = ["yesterday": -1, "today": 0, "tomorrow": 1]

    private static func offset(_ amount: Int, _ unit: String) -> String {
        amount == 0 ? "" : (amount < 0 ? "" : "+") + "\(amount)\(unit)"
    }
}

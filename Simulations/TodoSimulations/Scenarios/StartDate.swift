public import CivilTime
internal import SimulationKit

/// The day on which a run begins, at midnight UTC: what a calendar does to a system depends on it.
public struct StartDate: Sendable, Equatable {
    private let date: CivilDate

    /// Reads a date of the years 2000 to 2100, such as `2028-02-28`; nil when it is none.
    public init?(text: String) {
        guard let date = CivilDate(iso8601: text), (2_000...2_100).contains(date.year) else { return nil }
        self.date = date
    }

    init(_ date: CivilDate) {
        self.date = date
    }

    /// The date as `init(text:)` reads it.
    public var text: String { date.iso8601 }

    /// The first instant of the run.
    public var instant: Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64(date.daysSinceEpoch) * 86_400_000)
    }

    /// A day of the years 2026 to 2028: often the last but one of a month, or the day before a clock is put forward or
    /// back, so that short runs cross what is hard about calendars.
    static func drawn(for seed: UInt64) -> StartDate {
        var stream = RandomStream(seed: seed, name: StreamName("start"))
        let day = firstDay.adding(days: stream.index(below: 1_096))
        let zone = SimulatedZones.names[stream.index(below: SimulatedZones.names.count)]
        switch stream.index(below: 3) {
        case 0:
            let last = CivilDate.length(ofMonth: day.month, year: day.year)
            return StartDate(day.adding(days: last - 1 - day.day))
        case 1: return StartDate(dayBeforeChange(of: zone, after: day) ?? day)
        default: return StartDate(day)
        }
    }

    private static let firstDay = CivilDate(daysSinceEpoch: 20_454)

    private static func dayBeforeChange(of zone: String, after day: CivilDate) -> CivilDate? {
        guard let rules = SimulatedZones.database.rules(named: zone) else { return nil }
        let days = (0..<366).lazy.map { day.adding(days: $0) }
        return days.first { day in
            rules.offsetSeconds(at: StartDate(day.adding(days: 1)).instant)
                != rules.offsetSeconds(at: StartDate(day.adding(days: 2)).instant)
        }
    }
}

/// One `BY…` part of a recurrence rule; its values ascend and none is there twice.
public enum RecurrencePart: Hashable, Sendable {
    /// `BYMONTH`: months, 1 to 12.
    case month([Int])
    /// `BYWEEKNO`: weeks of the year, 1 to 53, or -1 to -53 from its end.
    case weekNumber([Int])
    /// `BYYEARDAY`: days of the year, 1 to 366, or -1 to -366 from its end.
    case yearDay([Int])
    /// `BYMONTHDAY`: days of the month, 1 to 31, or -1 to -31 from its end.
    case monthDay([Int])
    /// `BYDAY`: weekdays, each alone or with its place in the month or year.
    case weekday([WeekdayPlace])
    /// `BYHOUR`: hours, 0 to 23.
    case hour([Int])
    /// `BYMINUTE`: minutes, 0 to 59.
    case minute([Int])
    /// `BYSECOND`: seconds, 0 to 59.
    case second([Int])
    /// `BYSETPOS`: places in the set of each period, 1 to 366, or -1 to -366 from its end.
    case setPosition([Int])

    /// Kinds in the order in which a rule is printed.
    public enum Kind: String, CaseIterable, Sendable {
        /// Months.
        case month = "BYMONTH"
        /// Weeks of the year.
        case weekNumber = "BYWEEKNO"
        /// Days of the year.
        case yearDay = "BYYEARDAY"
        /// Days of the month.
        case monthDay = "BYMONTHDAY"
        /// Weekdays.
        case weekday = "BYDAY"
        /// Hours.
        case hour = "BYHOUR"
        /// Minutes.
        case minute = "BYMINUTE"
        /// Seconds.
        case second = "BYSECOND"
        /// Places in the set of each period.
        case setPosition = "BYSETPOS"

        /// True for the parts that say a time of day.
        var isTimeOfDay: Bool { self == .hour || self == .minute || self == .second }
    }

    /// What the part limits or names.
    public var kind: Kind {
        switch self {
        case .month: .month
        case .weekNumber: .weekNumber
        case .yearDay: .yearDay
        case .monthDay: .monthDay
        case .weekday: .weekday
        case .hour: .hour
        case .minute: .minute
        case .second: .second
        case .setPosition: .setPosition
        }
    }

    /// The part as RFC 5545 writes it, for example `BYDAY=MO,-1FR`.
    public var text: String {
        switch self {
        case .weekday(let places): "\(kind.rawValue)=\(places.map(\.text).joined(separator: ","))"
        case .month(let values), .weekNumber(let values), .yearDay(let values), .monthDay(let values),
            .hour(let values), .minute(let values), .second(let values), .setPosition(let values):
            "\(kind.rawValue)=\(values.map(String.init).joined(separator: ","))"
        }
    }
}

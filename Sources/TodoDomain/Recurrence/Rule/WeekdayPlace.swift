/// A weekday of a `BYDAY` part: each of them, or the one at a place in the month or year.
public struct WeekdayPlace: Hashable, Comparable, Sendable {
    /// ISO weekday, Monday 1 to Sunday 7.
    public let weekday: Int
    /// Place in the month or year, 1 to 53 or -1 to -53 from its end; 0 for each such day.
    public let place: Int

    /// RFC 5545's names of the ISO weekdays 1 to 7.
    static let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// As RFC 5545 writes it, for example `MO` or `-1FR`.
    public var text: String {
        (place == 0 ? "" : String(place)) + WeekdayPlace.names[weekday - 1]
    }

    /// Days without a place first, then by place and weekday.
    public static func < (left: WeekdayPlace, right: WeekdayPlace) -> Bool {
        (left.place, left.weekday) < (right.place, right.weekday)
    }
}

/// A wall-clock reading: date and time of day, with no zone.
public struct CivilDateTime: Hashable, Comparable, Sendable {
    /// The calendar date.
    public let date: CivilDate
    /// Milliseconds since midnight, 0 to 86,399,999.
    public let millisecondOfDay: Int

    /// The reading, or nil when the time of day is out of range.
    public init?(date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        guard (0...59).contains(second), (0...999).contains(millisecond) else { return nil }
        self.date = date
        millisecondOfDay = ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond
    }

    /// The reading a clock on UTC shows that many milliseconds after 1970-01-01T00:00:00.
    public init(millisecondsSinceEpoch: Int64) {
        let total = Int(millisecondsSinceEpoch)
        date = CivilDate(daysSinceEpoch: total.floorDivided(by: 86_400_000))
        millisecondOfDay = total.floorRemainder(dividingBy: 86_400_000)
    }

    /// This reading on the given date instead of its own.
    public func on(_ date: CivilDate) -> CivilDateTime {
        CivilDateTime(date: date, millisecondOfDay: millisecondOfDay)
    }

    private init(date: CivilDate, millisecondOfDay: Int) {
        self.date = date
        self.millisecondOfDay = millisecondOfDay
    }

    /// Milliseconds since 1970-01-01T00:00:00 if this reading were UTC.
    public var millisecondsSinceEpoch: Int64 {
        // The first day of the range begins before the range does, so the product may wrap; the sum wraps it back.
        Int64(date.daysSinceEpoch) &* 86_400_000 &+ Int64(millisecondOfDay)
    }

    /// Hour of the day, 0 to 23.
    public var hour: Int { millisecondOfDay / 3_600_000 }
    /// Minute of the hour, 0 to 59.
    public var minute: Int { millisecondOfDay / 60_000 % 60 }
    /// Second of the minute, 0 to 59.
    public var second: Int { millisecondOfDay / 1_000 % 60 }
    /// Millisecond of the second, 0 to 999.
    public var millisecond: Int { millisecondOfDay % 1_000 }

    /// Order on one clock face: earlier reading first.
    public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        (left.date, left.millisecondOfDay) < (right.date, right.millisecondOfDay)
    }
}

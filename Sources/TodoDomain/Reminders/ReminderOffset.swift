public import CivilTime

/// How long after a task's due date a reminder comes, mostly negative: before it.
///
/// Days are days of the wall clock in the due date's zone; the rest is exact.
public struct ReminderOffset: Hashable, Sendable {
    /// Days on the wall clock; negative before the due date.
    public let days: Int
    /// Exact seconds on top of the days, of the same sign.
    public let seconds: Int

    /// The most days that an offset spans, in either direction.
    public static let mostDays: Int = 3_660

    /// At the due date itself.
    public static let atDue: ReminderOffset = .init(uncheckedDays: 0, seconds: 0)

    /// An offset of that many days and seconds; nil when their signs differ or they span more than `mostDays`.
    public init?(days: Int, seconds: Int) {
        let mostSeconds = ReminderOffset.mostDays * 86_400
        guard abs(days) <= ReminderOffset.mostDays, abs(seconds) <= mostSeconds,
            abs(days * 86_400 + seconds) <= mostSeconds, days == 0 || seconds == 0 || (days < 0) == (seconds < 0)
        else { return nil }
        self.init(uncheckedDays: days, seconds: seconds)
    }

    private init(uncheckedDays days: Int, seconds: Int) {
        self.days = days
        self.seconds = seconds
    }

    /// The instant of a reminder with this offset to a due date, held within the years that can be written.
    public func instant(from due: DueDate, zones: some ZoneDatabase) -> Timestamp {
        let wall = due.wall.on(due.wall.date.adding(days: days))
        let instant = due.rules(in: zones).instant(of: wall).adding(milliseconds: Int64(seconds) * 1_000)
        return min(max(instant, Timestamp.writable.lowerBound), Timestamp.writable.upperBound)
    }
}

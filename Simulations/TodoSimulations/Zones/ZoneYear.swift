internal import CivilTime

/// A year of a zone, with every change of its clocks from a month before the year until a month after it.
///
/// It reckons from the list of changes alone, apart from the arithmetic of `ZoneRules`, which it checks.
struct ZoneYear: Sendable {
    /// IANA name.
    let zone: String
    /// The first day.
    let start: CivilDate
    /// Offset in seconds east of UTC before the first change.
    let offsetSeconds: Int
    /// The changes in order.
    let changes: [ZoneRules.Change]

    /// A year from a day on, with an offset in minutes and the changes of it; nil when one of them is malformed.
    init?(_ zone: String, from start: String, minutes: Int, _ changes: [(instant: String, minutes: Int)] = []) {
        guard let start = CivilDate(iso8601: start) else { return nil }
        self.zone = zone
        self.start = start
        offsetSeconds = minutes * 60
        self.changes = changes.compactMap { change in
            Timestamp(rfc3339: change.instant).map { ZoneRules.Change(at: $0, offsetSeconds: change.minutes * 60) }
        }
        guard self.changes.count == changes.count else { return nil }
    }

    /// The first instant of the year, at midnight UTC.
    var firstInstant: Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64(start.daysSinceEpoch) * 86_400_000)
    }

    /// The first instant after the year.
    var end: Timestamp { firstInstant.adding(milliseconds: 366 * 86_400_000) }

    /// True when every change of the clocks around that day is known.
    func knows(_ date: CivilDate) -> Bool {
        let daysAhead = date.daysSinceEpoch - start.daysSinceEpoch
        return daysAhead >= -28 && daysAhead < 366 + 28
    }

    /// Name and first day, such as `Asia/Karachi from 2008-01-01`.
    var text: String { "\(zone) from \(start.iso8601)" }

    /// The instant that a reading names: the first at which a clock shows it, or, when none ever does, the one that it
    /// would be had the clocks not been changed.
    func instant(of wall: CivilDateTime) -> Timestamp {
        let spans = self.spans
        for span in spans {
            let candidate = ZoneYear.instant(wall, offsetSeconds: span.offsetSeconds)
            if candidate >= span.begin, candidate < span.end { return candidate }
        }
        // The last offset with which the reading would have come after the clocks were changed.
        let before = spans.last { ZoneYear.instant(wall, offsetSeconds: $0.offsetSeconds) >= $0.end }
        return ZoneYear.instant(wall, offsetSeconds: before?.offsetSeconds ?? offsetSeconds)
    }

    /// The times between the changes, in order, each with its offset.
    private var spans: [(begin: Timestamp, end: Timestamp, offsetSeconds: Int)] {
        let begins = [Timestamp(millisecondsSinceEpoch: .min)] + changes.map(\.instant)
        let ends = changes.map(\.instant) + [Timestamp(millisecondsSinceEpoch: .max)]
        let offsets = [offsetSeconds] + changes.map(\.offsetSeconds)
        return begins.indices.map { (begins[$0], ends[$0], offsets[$0]) }
    }

    private static func instant(_ wall: CivilDateTime, offsetSeconds: Int) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: wall.millisecondsSinceEpoch - Int64(offsetSeconds) * 1_000)
    }
}

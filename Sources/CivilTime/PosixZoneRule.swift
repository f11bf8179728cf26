/// The rule at the end of a TZif file: a standard offset and, for some zones, yearly changes to and from another.
struct PosixZoneRule: Sendable {
    /// A yearly change: the `week`th `weekday` (Sunday 0) of `month`, or a day of the year, at `secondOfDay`.
    enum YearlyChange: Sendable {
        case weekday(month: Int, week: Int, weekday: Int, secondOfDay: Int)
        case dayOfYear(Int, countsLeapDay: Bool, secondOfDay: Int)
    }

    let standardOffset: Int
    let daylight: (offset: Int, start: YearlyChange, end: YearlyChange)?

    /// Parses the POSIX TZ form `stdoffset[dst[offset],start[/time],end[/time]]`; nil when malformed.
    init?(_ text: String) {
        var reader = PosixZoneReader(text)
        guard reader.name(), let standard = reader.offsetSeconds() else { return nil }
        standardOffset = -standard
        guard !reader.isAtEnd else {
            daylight = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = standardOffset + 3_600
        if reader.next != UInt8(ascii: ",") {
            guard let explicit = reader.offsetSeconds() else { return nil }
            offset = -explicit
        }
        guard let start = reader.change(), let end = reader.change(), reader.isAtEnd else { return nil }
        daylight = (offset, start, end)
    }

    /// Offset in seconds east of UTC at an instant given in seconds since the epoch.
    func offsetSeconds(atSecond second: Int64) -> Int {
        guard let daylight else { return standardOffset }
        let localDay = (Int(second) + standardOffset).floorDivided(by: 86_400)
        let year = CivilDate(daysSinceEpoch: localDay).year
        let start = instant(of: daylight.start, year: year, offset: standardOffset)
        let end = instant(of: daylight.end, year: year, offset: daylight.offset)
        let isDaylight = start < end ? (start..<end).contains(second) : !(end..<start).contains(second)
        return isDaylight ? daylight.offset : standardOffset
    }

    private func instant(of change: YearlyChange, year: Int, offset: Int) -> Int64 {
        switch change {
        case .weekday(let month, let week, let weekday, let secondOfDay):
            let first = CivilDate(uncheckedYear: year, month: month, day: 1)
            var day = 1 + (weekday - first.weekday % 7).floorRemainder(dividingBy: 7) + (week - 1) * 7
            if day > CivilDate.length(ofMonth: month, year: year) { day -= 7 }
            let days = first.daysSinceEpoch + day - 1
            return Int64(days * 86_400 + secondOfDay - offset)
        case .dayOfYear(let number, let countsLeapDay, let secondOfDay):
            let isPastLeapDay = !countsLeapDay && CivilDate.isLeap(year) && number >= 59
            let newYear = CivilDate(uncheckedYear: year, month: 1, day: 1).daysSinceEpoch
            let days = newYear + number + (isPastLeapDay ? 1 : 0)
            return Int64(days * 86_400 + secondOfDay - offset)
        }
    }
}

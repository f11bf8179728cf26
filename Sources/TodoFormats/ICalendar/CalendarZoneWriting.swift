internal import CivilTime

/// Writes the rules of a zone as a `VTIMEZONE` with each change of its offset in the years that are needed.
enum CalendarZoneWriting {
    private static let weekMilliseconds: Int64 = 7 * 86_400_000

    static func write(
        _ rules: ZoneRules, named name: String, years: ClosedRange<Int>, to writer: inout ContentLineWriter
    ) {
        // A date of RFC 5545 has four digits for its year.
        let start = instant(ofYear: max(1, years.lowerBound - 1))
        let end = instant(ofYear: years.upperBound + 1)
        let changes = changes(of: rules, from: start, to: end)
        writer.begin("VTIMEZONE")
        writer.write(ContentLine("TZID", text: name))
        writer.write(ContentLine("X-LIC-LOCATION", text: name))
        let before = rules.offsetSeconds(at: start)
        observance(at: start, from: before, to: before, isDaylight: false, &writer)
        var offset = before
        for change in changes {
            let next = rules.offsetSeconds(at: change)
            observance(at: change, from: offset, to: next, isDaylight: next > offset, &writer)
            offset = next
        }
        writer.end("VTIMEZONE")
    }

    private static func instant(ofYear year: Int) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64(CivilDate.firstDay(ofMonth: 1, year: year)) * 86_400_000)
    }

    /// The instants at which the offset changes: no two are within a week.
    private static func changes(of rules: ZoneRules, from start: Timestamp, to end: Timestamp) -> [Timestamp] {
        var found: [Timestamp] = []
        var reached = start
        while reached < end {
            let next = reached.adding(milliseconds: weekMilliseconds)
            if rules.offsetSeconds(at: reached) != rules.offsetSeconds(at: next) {
                found.append(change(of: rules, after: reached, through: next))
            }
            reached = next
        }
        return found
    }

    private static func change(of rules: ZoneRules, after start: Timestamp, through end: Timestamp) -> Timestamp {
        let before = rules.offsetSeconds(at: start)
        var (low, high) = (start.millisecondsSinceEpoch / 1_000, end.millisecondsSinceEpoch / 1_000)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if rules.offsetSeconds(at: Timestamp(millisecondsSinceEpoch: middle * 1_000)) == before {
                low = middle
            } else {
                high = middle
            }
        }
        return Timestamp(millisecondsSinceEpoch: high * 1_000)
    }

    private static func observance(
        at instant: Timestamp, from before: Int, to after: Int, isDaylight: Bool, _ writer: inout ContentLineWriter
    ) {
        let kind = isDaylight ? "DAYLIGHT" : "STANDARD"
        let wall = CivilDateTime(millisecondsSinceEpoch: instant.millisecondsSinceEpoch + Int64(before) * 1_000)
        writer.begin(kind)
        writer.write(ContentLine("DTSTART", value: CalendarMoment.local(wall).text))
        writer.write(ContentLine("TZOFFSETFROM", value: offset(before)))
        writer.write(ContentLine("TZOFFSETTO", value: offset(after)))
        writer.end(kind)
    }

    private static func offset(_ seconds: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let size = abs(seconds)
        let rest = size % 60 == 0 ? "" : two(size % 60)
        return (seconds < 0 ? "-" : "+") + two(size / 3_600) + two(size / 60 % 60) + rest
    }
}

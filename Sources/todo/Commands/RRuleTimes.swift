internal import CivilTime

/// Reads the times of a question about a recurrence rule.
struct RRuleTimes {
    /// A time, or a whole day.
    struct Time {
        let first: CivilDateTime
        let last: CivilDateTime
        let isDate: Bool
    }

    let zone: ZoneRules

    /// The time that a text names on the zone's clock; throws `InputFault` with the name of what it was for.
    func time(_ text: String, of name: String) throws(InputFault) -> Time {
        let long = RRuleTimes.separated(text)
        if let date = CivilDate(iso8601: long), let first = CivilDateTime(date: date),
            let last = CivilDateTime(date: date, hour: 23, minute: 59, second: 59, millisecond: 999)
        {
            return Time(first: first, last: last, isDate: true)
        }
        let wall = CivilDateTime(iso8601: long) ?? Timestamp(rfc3339: long).map { zone.civil(at: $0) }
        guard let wall else {
            throw InputFault(
                "\(name): '\(text.prefix(60))' is no date or time; use 2026-01-31, 2026-01-31T09:00,"
                    + " 2026-01-31T04:00:00Z or 20260131T090000")
        }
        return Time(first: wall, last: wall, isDate: false)
    }

    /// The dates that texts name; a date without a time is at the start's own time of day.
    func dates(
        _ texts: [String]?, of name: String, like start: Time
    ) throws(InputFault) -> [CivilDateTime] {
        var dates: [CivilDateTime] = []
        for text in texts ?? [] {
            let time = try time(text, of: name)
            dates.append(time.isDate || start.isDate ? start.first.on(time.first.date) : time.first)
        }
        return dates
    }

    /// The form with hyphens and colons of `20260131`, `20260131T090000` and `20260131T090000Z`.
    private static func separated(_ text: String) -> String {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        guard parts[0].count == 8, parts[0].allSatisfy(\.isNumber) else { return text }
        let date = "\(String(parts[0][0..<4]))-\(String(parts[0][4..<6]))-\(String(parts[0][6..<8]))"
        guard parts.count == 2 else { return date }
        let time = parts[1]
        guard time.count >= 6 else { return text }
        return "\(date)T\(String(time[0..<2])):\(String(time[2..<4])):\(String(time[4...]))"
    }
}

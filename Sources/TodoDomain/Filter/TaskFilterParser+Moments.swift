internal import CivilTime

// Days and instants.
extension TaskFilterParser {
    private static let wanted =
        "a date as 2026-01-31, a time as 2026-01-31T09:00, with Z or +05:00 for another clock than the user's, "
        + "or now, today, tomorrow, yesterday, each with a distance as +7d or -2h or not"

    mutating func moment() throws(TaskFilterError) -> FilterMoment {
        let start = position
        guard position < bytes.count else { throw fault("\(found) where a moment should be: \(Self.wanted)") }
        switch bytes[position] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            if bytes[position...].prefix(5).last == UInt8(ascii: "-"), bytes.count - position >= 5 {
                return try distance(from: try writtenDate())
            }
            return try distance(from: .now, isAlone: true)
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return try distance(from: .now, isAlone: true)
        default:
            let name = letters().lowercased()
            if name == "now" { return try distance(from: .now) }
            if let days = FilterMoment.days[name] { return try distance(from: .day(daysFromToday: days)) }
            position = start
            let word = word()
            position = start
            throw fault("\(word.isEmpty ? found : "'\(word.prefix(40))'") where a moment should be: \(Self.wanted)")
        }
    }

    /// A date, with a time of day or not, with an offset or not.
    private mutating func writtenDate() throws(TaskFilterError) -> FilterMoment.Base {
        let start = position
        skip { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
        // What follows a date's ten characters may be a distance: 2026-01-31-2d.
        position = min(position, start + 10)
        let hasTime = take("T")
        if hasTime { skip { (48...58).contains($0) || $0 == UInt8(ascii: ".") } }
        let isZoned = hasTime && (take("Z") || takeClockOffset())
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let base: FilterMoment.Base? =
            if isZoned {
                Timestamp(rfc3339: text).map { .instant($0) }
            } else if hasTime {
                CivilDateTime(iso8601: text).map { .reading($0) }
            } else {
                CivilDate(iso8601: text).map { .date($0) }
            }
        guard let base else {
            throw fault(at: start, "'\(text.prefix(40))' is no date of the calendar; expected \(Self.wanted)")
        }
        return base
    }

    /// Takes `±HH:MM`.
    private mutating func takeClockOffset() -> Bool {
        let offset = bytes[position...].prefix(6)
        guard offset.count == 6, let sign = offset.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            offset.dropFirst(3).first == UInt8(ascii: ":")
        else { return false }
        position += 6
        return true
    }

    /// The base with what follows it: `+7d`, `-2h`, several of them.
    ///
    /// A plus may be missing after a space, as addresses have a space for one.
    private mutating func distance(
        from base: FilterMoment.Base, isAlone: Bool = false
    ) throws(TaskFilterError) -> FilterMoment {
        var (days, minutes) = (0, 0)
        var isFirst = isAlone
        while true {
            let end = position
            skipSpaces()
            let start = position
            let isNegative = take("-")
            guard isNegative || take("+") || (isNextDigit && (isFirst || start > end)) else {
                position = end
                return FilterMoment(base, days: days, minutes: minutes)
            }
            isFirst = false
            let part = try amount(from: start)
            days += isNegative ? -part.days : part.days
            minutes += isNegative ? -part.minutes : part.minutes
            guard abs(days) <= FilterMoment.mostDays, abs(minutes) <= FilterMoment.mostDays * 1_440 else {
                throw fault(at: start, "a distance has at most \(FilterMoment.mostDays) days")
            }
        }
    }

    private mutating func amount(from start: Int) throws(TaskFilterError) -> (days: Int, minutes: Int) {
        skipSpaces()
        guard let number = digits() else {
            throw fault("\(found) where a distance should be, for example +7d or -2h")
        }
        let place = position
        switch letters() {
        case "m": return (0, number)
        case "h": return (0, number * 60)
        case "d": return (number, 0)
        case "w": return (number * 7, 0)
        default:
            position = place
            throw fault(
                "\(found) after the number of a distance; expected its unit: m for minutes, h, d or w. "
                    + "A time of day follows its date after a T, as in 2026-01-31T09:00")
        }
    }
}

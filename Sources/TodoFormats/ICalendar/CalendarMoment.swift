internal import CivilTime

/// A date or a time as RFC 5545 writes it.
enum CalendarMoment: Hashable {
    /// `20260131`.
    case date(CivilDate)
    /// `20260131T090000`, on a clock that a parameter names.
    case local(CivilDateTime)
    /// `20260131T090000Z`.
    case utc(CivilDateTime)

    /// Reads any of the forms; nil when malformed.
    ///
    /// A leap second counts as the second before it.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            let digits = bytes[start..<start + count]
            guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        }
        guard bytes.count == 8 || bytes.count == 15 || bytes.count == 16,
            let year = number(0, 4), let month = number(4, 2), let day = number(6, 2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if bytes.count == 8 {
            self = .date(date)
            return
        }
        guard bytes[8] == UInt8(ascii: "T"), let hour = number(9, 2), let minute = number(11, 2),
            let second = number(13, 2), second <= 60,
            let wall = CivilDateTime(date: date, hour: hour, minute: minute, second: min(second, 59))
        else { return nil }
        if bytes.count == 15 {
            self = .local(wall)
        } else {
            guard bytes[15] == UInt8(ascii: "Z") else { return nil }
            self = .utc(wall)
        }
    }

    /// As RFC 5545 writes it, to the second.
    var text: String {
        switch self {
        case .date(let date): CalendarMoment.digits(date)
        case .local(let wall): CalendarMoment.digits(wall)
        case .utc(let wall): CalendarMoment.digits(wall) + "Z"
        }
    }

    /// The instant in UTC.
    static func utc(_ instant: Timestamp) -> CalendarMoment {
        .utc(CivilDateTime(millisecondsSinceEpoch: instant.millisecondsSinceEpoch))
    }

    /// The instant of a time in UTC; nil for the other forms.
    var instant: Timestamp? {
        guard case .utc(let wall) = self else { return nil }
        return Timestamp(millisecondsSinceEpoch: wall.millisecondsSinceEpoch)
    }

    private static func digits(_ date: CivilDate) -> String {
        date.iso8601.filter { $0 != "-" }
    }

    private static func digits(_ wall: CivilDateTime) -> String {
        String(wall.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" })
    }
}

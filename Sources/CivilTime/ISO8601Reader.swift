/// Reads the fixed-width fields of ISO 8601 text from its UTF-8 bytes.
struct ISO8601Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes the byte if it is the next one.
    mutating func take(_ character: Character) -> Bool {
        guard let next, next == character.asciiValue else { return false }
        position += 1
        return true
    }

    /// Takes exactly `count` digits.
    mutating func number(digits count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += count
        return value
    }

    /// Takes one to nine digits of a decimal fraction of a second, cut to milliseconds.
    mutating func fractionMilliseconds() -> Int? {
        var value = 0
        var digits = 0
        while let byte = next, (48...57).contains(byte), digits < 9 {
            if digits < 3 { value = value * 10 + Int(byte - 48) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    /// Takes `YYYY-MM-DD`.
    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Takes `HH:MM[:SS[.fff]]` on a date.
    mutating func time(on date: CivilDate) -> CivilDateTime? {
        guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2) else { return nil }
        var second = 0
        var millisecond = 0
        if take(":") {
            guard let value = number(digits: 2) else { return nil }
            second = value
            if take(".") {
                guard let fraction = fractionMilliseconds() else { return nil }
                millisecond = fraction
            }
        }
        return CivilDateTime(date: date, hour: hour, minute: minute, second: second, millisecond: millisecond)
    }

    /// Takes `Z` or `±HH:MM` and answers the offset in seconds east of UTC.
    mutating func offsetSeconds() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : (take("-") ? -1 : 0)
        guard sign != 0, let hour = number(digits: 2), take(":"), let minute = number(digits: 2) else { return nil }
        guard hour <= 23, minute <= 59 else { return nil }
        return sign * (hour * 3_600 + minute * 60)
    }
}

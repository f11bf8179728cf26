/// Reads the pieces of a POSIX TZ string from its bytes.
struct PosixZoneReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Skips an abbreviation: three or more letters, or letters, digits and signs between angle brackets.
    mutating func name() -> Bool {
        let isQuoted = take("<")
        let start = position
        while let byte = next, isPartOfName(byte, quoted: isQuoted) { position += 1 }
        return position - start >= 3 && (!isQuoted || take(">"))
    }

    private func isPartOfName(_ byte: UInt8, quoted: Bool) -> Bool {
        let isLetter = (65...90).contains(byte & 0xDF)
        let isDigitOrSign = (48...57).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        return isLetter || (quoted && isDigitOrSign)
    }

    /// Takes one to three digits whose value is in the range.
    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        var value = 0
        let start = position
        while let byte = next, (48...57).contains(byte), position - start < 3 {
            value = value * 10 + Int(byte - 48)
            position += 1
        }
        return position > start && range.contains(value) ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds, as written (POSIX counts west as positive), of at most `maximumHours` hours.
    mutating func offsetSeconds(maximumHours: Int = 24) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(in: 0...maximumHours) else { return nil }
        var seconds = hours * 3_600
        if take(":") {
            guard let minutes = number(in: 0...59) else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = number(in: 0...59) else { return nil }
                seconds += rest
            }
        }
        return sign * seconds
    }

    /// `,Mm.w.d[/time]`, `,Jn[/time]` or `,n[/time]`; the time defaults to 02:00.
    mutating func change() -> PosixZoneRule.YearlyChange? {
        guard take(",") else { return nil }
        if take("M") { return weekdayChange() }
        let countsLeapDay = !take("J")
        guard let number = number(in: countsLeapDay ? 0...365 : 1...365), let second = secondOfDay() else { return nil }
        return .dayOfYear(countsLeapDay ? number : number - 1, countsLeapDay: countsLeapDay, secondOfDay: second)
    }

    private mutating func weekdayChange() -> PosixZoneRule.YearlyChange? {
        guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."),
            let weekday = number(in: 0...6), let second = secondOfDay()
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday, secondOfDay: second)
    }

    private mutating func secondOfDay() -> Int? {
        // A week and a day may be added to the day of a change, by RFC 8536.
        take("/") ? offsetSeconds(maximumHours: 167) : 7_200
    }
}

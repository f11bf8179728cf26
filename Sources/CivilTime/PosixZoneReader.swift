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

    /// Skips an abbreviation: three or more letters, or anything between angle brackets.
    mutating func name() -> Bool {
        if take("<") {
            while let byte = next, byte != UInt8(ascii: ">") {
                _ = byte
                position += 1
            }
            return take(">")
        }
        let start = position
        while let byte = next, (65...90).contains(byte & 0xDF) { position += 1 }
        return position - start >= 3
    }

    private mutating func number() -> Int? {
        var value = 0
        let start = position
        while let byte = next, (48...57).contains(byte), position - start < 4 {
            value = value * 10 + Int(byte - 48)
            position += 1
        }
        return position > start ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds, as written (POSIX counts west as positive).
    mutating func offsetSeconds() -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number() else { return nil }
        var seconds = hours * 3_600
        if take(":") {
            guard let minutes = number() else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = number() else { return nil }
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
        guard let number = number() else { return nil }
        guard let second = secondOfDay() else { return nil }
        return .dayOfYear(countsLeapDay ? number : number - 1, countsLeapDay: countsLeapDay, secondOfDay: second)
    }

    private mutating func weekdayChange() -> PosixZoneRule.YearlyChange? {
        guard let month = number(), (1...12).contains(month), take("."), let week = number(), (1...5).contains(week),
            take("."), let weekday = number(), (0...6).contains(weekday), let second = secondOfDay()
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday, secondOfDay: second)
    }

    private mutating func secondOfDay() -> Int? {
        take("/") ? offsetSeconds() : 7_200
    }
}

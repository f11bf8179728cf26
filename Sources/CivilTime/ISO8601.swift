extension Timestamp {
    /// The instants that RFC 3339 can write: the years 0 to 9999 in UTC.
    public static let writable: ClosedRange<Timestamp> = {
        let first = CivilDate(uncheckedYear: 0, month: 1, day: 1)
        let end = CivilDate(uncheckedYear: 10_000, month: 1, day: 1)
        return Timestamp(
            millisecondsSinceEpoch: Int64(first.daysSinceEpoch) * 86_400_000)...Timestamp(
                millisecondsSinceEpoch: Int64(end.daysSinceEpoch) * 86_400_000 - 1)
    }()

    /// Parses an RFC 3339 instant (`2026-01-31T09:00:00Z` or with `±HH:MM`); nil when malformed or when its offset
    /// moves it out of the years 0 to 9999.
    public init?(rfc3339 text: some StringProtocol) {
        var reader = ISO8601Reader(text)
        guard let date = reader.date(), reader.take("T") || reader.take("t") || reader.take(" "),
            let wall = reader.time(on: date), let offset = reader.offsetSeconds(), reader.isAtEnd
        else { return nil }
        self.init(millisecondsSinceEpoch: wall.millisecondsSinceEpoch - Int64(offset) * 1_000)
        let year = CivilDateTime(millisecondsSinceEpoch: millisecondsSinceEpoch).date.year
        guard CivilDate.writableYears.contains(year) else { return nil }
    }

    /// RFC 3339 in UTC with milliseconds only when there are any, for example `2026-01-31T09:00:00Z`.
    public var rfc3339: String {
        CivilDateTime(millisecondsSinceEpoch: millisecondsSinceEpoch).iso8601 + "Z"
    }
}

extension CivilDateTime {
    /// Parses local `YYYY-MM-DDTHH:MM[:SS[.fff]]`, without zone or offset; nil when malformed.
    public init?(iso8601 text: some StringProtocol) {
        var reader = ISO8601Reader(text)
        guard let date = reader.date(), reader.take("T") || reader.take("t") || reader.take(" "),
            let wall = reader.time(on: date), reader.isAtEnd
        else { return nil }
        self = wall
    }

    /// ISO 8601 local form with milliseconds only when there are any, for example `2026-01-31T09:00:00`.
    public var iso8601: String {
        guard CivilDate.writableYears.contains(date.year) else { return "\(date.iso8601)T\(timeOfDay)" }
        return String(unsafeUninitializedCapacity: 23) { buffer in
            var digits = DigitWriter(buffer)
            digits.write(date)
            digits.write("T")
            digits.write(self)
            return digits.count
        }
    }

    private var timeOfDay: String {
        String(unsafeUninitializedCapacity: 12) { buffer in
            var digits = DigitWriter(buffer)
            digits.write(self)
            return digits.count
        }
    }
}

extension CivilDate {
    /// Parses `YYYY-MM-DD`; nil when malformed or no such day exists.
    public init?(iso8601 text: some StringProtocol) {
        var reader = ISO8601Reader(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        self = date
    }

    /// `YYYY-MM-DD`; years that do not fit four digits carry a sign, which no parser here takes back.
    public var iso8601: String {
        guard CivilDate.writableYears.contains(year) else {
            var text = year < 0 ? "-" : "+"
            text.append(decimal: abs(year), width: 4)
            text.append("-")
            text.append(decimal: month, width: 2)
            text.append("-")
            text.append(decimal: day, width: 2)
            return text
        }
        return String(unsafeUninitializedCapacity: 10) { buffer in
            var digits = DigitWriter(buffer)
            digits.write(self)
            return digits.count
        }
    }
}

/// Writes the parts of dates and times into the bytes of a text, which has room for all of them.
private struct DigitWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func write(_ character: Unicode.Scalar) {
        buffer.initializeElement(at: count, to: UInt8(ascii: character))
        count += 1
    }

    /// Writes `YYYY-MM-DD` of a year from 0 to 9999.
    mutating func write(_ date: CivilDate) {
        write(two: date.year / 100)
        write(two: date.year % 100)
        write("-")
        write(two: date.month)
        write("-")
        write(two: date.day)
    }

    /// Writes `HH:MM:SS`, and milliseconds where there are any.
    mutating func write(_ wall: CivilDateTime) {
        write(two: wall.hour)
        write(":")
        write(two: wall.minute)
        write(":")
        write(two: wall.second)
        guard wall.millisecond != 0 else { return }
        write(".")
        write(digit: wall.millisecond / 100)
        write(two: wall.millisecond % 100)
    }

    private mutating func write(two number: Int) {
        write(digit: number / 10)
        write(digit: number % 10)
    }

    private mutating func write(digit: Int) {
        buffer.initializeElement(at: count, to: UInt8(ascii: "0") + UInt8(digit))
        count += 1
    }
}

extension String {
    mutating func append(decimal value: Int, width: Int) {
        let digits = String(value)
        for _ in 0..<max(0, width - digits.utf8.count) { append("0") }
        append(digits)
    }
}

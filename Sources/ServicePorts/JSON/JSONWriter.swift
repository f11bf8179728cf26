public import CivilTime

/// Writes JSON text piece by piece, for values whose members are known by heart.
///
/// It checks nothing: whoever writes sees to commas, brackets and the order of names.
public struct JSONWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// A writer with room for so many bytes.
    public init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes the text as it is.
    public mutating func write(raw text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes one byte as it is.
    public mutating func write(raw byte: UInt8) { bytes.append(byte) }

    /// Writes bytes that are JSON already.
    public mutating func write(raw text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func write(raw text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

    /// Writes a whole number.
    public mutating func write(_ number: some FixedWidthInteger) {
        guard let small = Int64(exactly: number), small != .min else { return append(String(number)) }
        var rest = small.magnitude
        if small < 0 { bytes.append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var place = 20
            repeat {
                place -= 1
                digits.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[place...]))
        }
    }

    /// Writes `true` or `false`.
    public mutating func write(_ flag: Bool) { write(raw: flag ? "true" : "false") }

    /// Writes a number, which must be finite.
    mutating func write(_ number: Double) {
        let text = number.description
        append(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// Writes a text with its quotes.
    public mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            var start = 0
            for place in 0..<text.count {
                let byte = text[place]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<place]))
                writeEscaped(byte)
                start = place + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes the text, or null where there is none.
    public mutating func write(_ text: String?) {
        if let text { write(text) } else { write(raw: "null") }
    }

    /// Writes an instant as `Timestamp` does.
    public mutating func write(_ instant: Timestamp) {
        let reading = CivilDateTime(millisecondsSinceEpoch: instant.millisecondsSinceEpoch)
        let date = reading.date
        guard (0...9_999).contains(date.year) else { return write(instant.rfc3339) }
        bytes.append(UInt8(ascii: "\""))
        writeTwo(date.year / 100)
        writeTwo(date.year % 100)
        bytes.append(UInt8(ascii: "-"))
        writeTwo(date.month)
        bytes.append(UInt8(ascii: "-"))
        writeTwo(date.day)
        bytes.append(UInt8(ascii: "T"))
        writeTwo(reading.hour)
        bytes.append(UInt8(ascii: ":"))
        writeTwo(reading.minute)
        bytes.append(UInt8(ascii: ":"))
        writeTwo(reading.second)
        if reading.millisecond != 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(UInt8(ascii: "0") + UInt8(reading.millisecond / 100))
            writeTwo(reading.millisecond % 100)
        }
        bytes.append(UInt8(ascii: "Z"))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes texts as a list.
    public mutating func write(_ texts: [String]) {
        bytes.append(UInt8(ascii: "["))
        for (place, text) in texts.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            write(text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func writeTwo(_ number: Int) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default: append(byte < 0x10 ? "u000" + String(byte, radix: 16) : "u00" + String(byte, radix: 16))
        }
    }

    /// Writes the text as it is.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Puts other bytes in the place of all from there on.
    mutating func replace(from start: Int, with text: [UInt8]) {
        bytes.replaceSubrange(start..., with: text)
    }
}

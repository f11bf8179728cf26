internal import CivilTime

extension JSONShapeReader {
    /// Takes any value without looking at what it means.
    mutating func skipValue(_ depth: Int) -> Bool {
        switch next {
        case UInt8(ascii: "\""): return takeString() != nil
        case UInt8(ascii: "t"): return takeWord("true")
        case UInt8(ascii: "f"): return takeWord("false")
        case UInt8(ascii: "n"): return takeWord("null")
        case UInt8(ascii: "["), UInt8(ascii: "{"): return skipContainer(depth)
        default: return takeWhole()
        }
    }

    private mutating func skipContainer(_ depth: Int) -> Bool {
        guard depth < JSONShapeReader.maximumDepth, let opening = next else { return false }
        let isObject = opening == UInt8(ascii: "{")
        let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position += 1
        skipSpace()
        if take(closing) { return true }
        while true {
            skipSpace()
            if isObject {
                guard takeString() != nil else { return false }
                skipSpace()
                guard take(UInt8(ascii: ":")) else { return false }
                skipSpace()
            }
            guard skipValue(depth + 1) else { return false }
            skipSpace()
            if take(closing) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    /// Takes a string without escapes; answers where its content is.
    mutating func takePlainString() -> Range<Int>? {
        guard let string = takeString(), !string.hasEscapes else { return nil }
        return string.content
    }

    /// Takes a string; answers where its content is, and whether there are escapes in it.
    mutating func takeString() -> (content: Range<Int>, hasEscapes: Bool)? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return (start..<(position - 1), hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                guard takeEscape() else { return nil }
            case 0..<0x20: return nil
            case 0x80...: hasOtherThanASCII = true
            default: break
            }
        }
        return nil
    }

    /// Takes what follows a backslash.
    private mutating func takeEscape() -> Bool {
        guard let letter = next else { return false }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            var code: UInt16 = 0
            for _ in 0..<4 {
                guard let next, let digit = Self.hexadecimal(next) else { return false }
                code = code << 4 | digit
                position += 1
            }
            // Surrogates come in pairs, which is more than needs to be known here; and zero is no text to some.
            return code != 0 && !(0xD800..<0xE000).contains(code)
        default: return false
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x41 + 10)
        case 0x61...0x66: UInt16(byte - 0x61 + 10)
        default: nil
        }
    }

    /// Takes a whole number of at most 15 digits, which every reader reads alike.
    mutating func takeWhole() -> Bool {
        let isNegative = take(UInt8(ascii: "-"))
        let start = position
        while let next, (0x30...0x39).contains(next) { position += 1 }
        let digits = position - start
        guard (1...15).contains(digits) else { return false }
        if bytes[start] == UInt8(ascii: "0"), digits > 1 || isNegative { return false }
        // A fraction or an exponent is for a decoder to judge.
        guard let next else { return true }
        return next != UInt8(ascii: ".") && next != UInt8(ascii: "e") && next != UInt8(ascii: "E")
    }

    /// True for an instant as `Timestamp` writes it.
    func isInstant(_ content: Range<Int>) -> Bool {
        if isPlainInstant(content) { return true }
        let text = String(decoding: bytes[content], as: UTF8.self)
        return Timestamp(rfc3339: text)?.rfc3339 == text
    }

    /// True for whole seconds on a day that every month has, in the years 1000 to 2999.
    private func isPlainInstant(_ content: Range<Int>) -> Bool {
        guard content.count == 20 else { return false }
        let start = content.lowerBound
        guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
            bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "Z")
        else { return false }
        guard let century = two(start), let year = two(start + 2), let month = two(start + 5),
            let day = two(start + 8), let hour = two(start + 11), let minute = two(start + 14),
            let second = two(start + 17)
        else { return false }
        return (10...29).contains(century) && year >= 0 && (1...12).contains(month) && (1...28).contains(day)
            && hour < 24 && minute < 60 && second < 60
    }

    private func two(_ start: Int) -> Int? {
        let (tens, ones) = (bytes[start], bytes[start + 1])
        guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
        return Int(tens - 0x30) * 10 + Int(ones - 0x30)
    }
}

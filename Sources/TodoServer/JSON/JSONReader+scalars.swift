internal import TodoDomain

extension JSONReader {
    /// Takes a string with its quotes, resolving escapes and checking its UTF-8.
    mutating func string() throws(JSONSyntaxError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("the string is not valid UTF-8", at: start)
                }
                return string
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw error("a control character in a string must be escaped; found \(found)")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw error("the string is not closed", at: start)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        let start = position
        position += 1
        guard let letter = next else { throw error("the string is not closed", at: start) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try unicodeEscape(from: start)).utf8))
        default: throw error("no such escape in a string", at: start)
        }
    }

    /// Takes the digits of `\uXXXX` and, after a high surrogate, the low one that must follow.
    private mutating func unicodeEscape(from start: Int) throws(JSONSyntaxError) -> Character {
        let first = try hexadecimal(from: start)
        var code = UInt32(first)
        if (0xD800..<0xDC00).contains(first) {
            guard take("\\"), take("u") else { throw error("half of a surrogate pair", at: start) }
            let second = try hexadecimal(from: start)
            guard (0xDC00..<0xE000).contains(second) else { throw error("half of a surrogate pair", at: start) }
            code = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair", at: start) }
        return Character(scalar)
    }

    private mutating func hexadecimal(from start: Int) throws(JSONSyntaxError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw error("expected four hexadecimal digits after '\\u'", at: start)
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    /// Takes a number: whole when it is written without fraction and exponent and fits 64 bits.
    mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        var isWhole = true
        _ = take("-")
        if take("0") {
            if let next, (0x30...0x39).contains(next) { throw error("a number must not begin with 0", at: start) }
        } else {
            try digits()
        }
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw error("the number is out of range", at: start) }
        // Some programs write 7 as 7.0: to JSON Schema both are one whole number. Above 2^53 fractions are lost.
        if value.magnitude <= 0x1p53, let whole = Int64(exactly: value) { return .integer(whole) }
        return .number(value)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let first = position
        while let next, (0x30...0x39).contains(next) { position += 1 }
        guard position > first else { throw error("expected a digit in a number, found \(found)") }
    }
}

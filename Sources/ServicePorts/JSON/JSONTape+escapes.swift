extension JSONTape {
    /// The text that the escapes stand for; nil when one of them is none, or half a surrogate pair.
    static func unescaped(_ content: UnsafeRawBufferPointer) -> String? {
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var place = 0
        while place < content.count {
            let byte = content[place]
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard place < content.count else { return nil }
            let letter = content[place]
            place += 1
            if letter == UInt8(ascii: "u") {
                guard let scalar = scalar(content, &place) else { return nil }
                text.append(contentsOf: UTF8.encode(scalar) ?? .init())
            } else {
                guard let meant = simple(letter) else { return nil }
                text.append(meant)
            }
        }
        return String(validating: text, as: UTF8.self)
    }

    private static func simple(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    private static func scalar(_ content: UnsafeRawBufferPointer, _ place: inout Int) -> Unicode.Scalar? {
        guard let first = hexadecimal(content, &place) else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard place + 1 < content.count, content[place] == UInt8(ascii: "\\"), content[place + 1] == UInt8(ascii: "u")
        else { return nil }
        place += 2
        guard let second = hexadecimal(content, &place), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func hexadecimal(_ content: UnsafeRawBufferPointer, _ place: inout Int) -> UInt32? {
        guard place + 4 <= content.count else { return nil }
        var code: UInt32 = 0
        for _ in 0..<4 {
            switch content[place] {
            case 0x30...0x39: code = code << 4 | UInt32(content[place] - 0x30)
            case 0x41...0x46: code = code << 4 | UInt32(content[place] - 0x41 + 10)
            case 0x61...0x66: code = code << 4 | UInt32(content[place] - 0x61 + 10)
            default: return nil
            }
            place += 1
        }
        return code
    }
}

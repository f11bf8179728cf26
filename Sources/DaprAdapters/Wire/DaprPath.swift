/// Percent-encoding of path segments and query parameters.
public enum DaprPath {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The text with all but letters, digits, `-`, `.`, `_` and `~` encoded.
    ///
    /// `+` is encoded too, since the sidecar reads a plain one as a space.
    public static func encode(_ text: String) -> String {
        encode(text, keeping: isUnreserved)
    }

    /// The text with the bytes encoded that `isKept` does not keep; keep no `%`, or two texts may become the same.
    static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        if text.utf8.allSatisfy(isKept) { return text }
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            encoded += isKept(byte) ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The decoded text; what is no valid encoding stays as it is.
    public static func decode(_ text: String) -> String {
        guard text.utf8.contains(0x25) else { return text }
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count, let high = hexadecimal(bytes[index + 1]),
                let low = hexadecimal(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    /// The value of a hexadecimal digit; nil for anything else.
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

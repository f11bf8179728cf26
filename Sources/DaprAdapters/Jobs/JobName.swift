/// Job names in the alphabet that every version of the scheduler takes: small letters, digits, `-`, `:` and `.` between
/// letters or digits, first and last a letter or digit.
///
/// Other bytes become `_` and two hexadecimal digits, and a name that would begin so gets a `0` before it, so that
/// every name comes back from its encoding.
enum JobName {
    /// Longest encoded name in bytes.
    static let longest = 249

    private static let digits = Array("0123456789abcdef".utf8)

    static func encode(_ name: String) -> String {
        let bytes = Array(name.utf8)
        var encoded: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : nil
            if isKept(byte, after: encoded.last, before: next) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "_"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        if isPadded(encoded[...]) { encoded.insert(UInt8(ascii: "0"), at: 0) }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The name of that encoding; text that is none comes back as it is, for jobs of other programs.
    static func decode(_ text: String) -> String {
        var rest = Array(text.utf8)[...]
        if rest.first == UInt8(ascii: "0"), isPadded(rest.dropFirst()) { rest = rest.dropFirst() }
        var decoded: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "_") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(DaprPath.hexadecimal),
                let low = rest.popFirst().flatMap(DaprPath.hexadecimal)
            else { return text }
            decoded.append(high << 4 | low)
        }
        return String(validating: decoded, as: UTF8.self) ?? text
    }

    private static func isAlphanumeric(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isKept(_ byte: UInt8, after previous: UInt8?, before next: UInt8?) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: ":"): previous != nil && next != nil
        case UInt8(ascii: "."): isAlphanumeric(previous) && isAlphanumeric(next)
        default: isAlphanumeric(byte)
        }
    }

    /// True for zeros followed by an escape.
    private static func isPadded(_ text: ArraySlice<UInt8>) -> Bool {
        text.first { $0 != UInt8(ascii: "0") } == UInt8(ascii: "_")
    }
}

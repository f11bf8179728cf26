/// Looks for numbers that do not survive a trip through 64-bit floating point.
///
/// The sidecar takes events apart and writes them anew when they come or go in bulk. Whole numbers from 2^53
/// on and fractions of more than seventeen digits may come out as others.
enum JSONNumbers {
    /// True when the JSON text holds such a number outside of its strings.
    static func areDamagedByDoubles(in json: [UInt8]) -> Bool {
        var index = 0
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "\""): index = endOfString(in: json, from: index)
            case UInt8(ascii: "-"), 0x30...0x39:
                let end = endOfNumber(in: json, from: index)
                if isDamaged(json[index..<end]) { return true }
                index = end
            default: index += 1
            }
        }
        return false
    }

    private static func endOfString(in json: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < json.count, json[index] != UInt8(ascii: "\"") {
            index += json[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index + 1
    }

    private static func endOfNumber(in json: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < json.count, isPartOfNumber(json[index]) { index += 1 }
        return index
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }

    /// 2^53 itself counts: it is what its neighbours become.
    private static func isDamaged(_ literal: ArraySlice<UInt8>) -> Bool {
        let leading: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: "0"), UInt8(ascii: ".")]
        let digits = literal.drop { leading.contains($0) }.count { (0x30...0x39).contains($0) }
        guard digits > 15 else { return false }
        let isFraction = literal.contains { [0x2E, 0x45, 0x65].contains($0) }
        if isFraction { return digits > 17 }
        guard let whole = Int64(String(decoding: literal, as: UTF8.self)) else { return true }
        return whole.magnitude >= 1 << 53
    }
}

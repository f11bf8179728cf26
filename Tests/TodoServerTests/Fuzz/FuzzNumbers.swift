/// Numbers that follow from a seed alone.
struct FuzzNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func number(below count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &self) }

    mutating func element<Element>(of list: [Element]) -> Element { list[number(below: list.count)] }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    /// The bytes with a few places damaged: changed, left out, put in twice, cut off, or taken from another sample.
    mutating func damaged(_ bytes: [UInt8], with others: [[UInt8]] = []) -> [UInt8] {
        var bytes = bytes
        for _ in 0...number(below: chance(80) ? 3 : 40) { damage(&bytes, others) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
        let place = number(below: bytes.count)
        let end = min(bytes.count, place + number(below: chance(80) ? 8 : 400))
        guard !bytes.isEmpty else { return bytes = self.bytes(number(below: 8)) }
        switch number(below: 8) {
        case 0: bytes[place] ^= 1 << UInt8(number(below: 8))
        case 1: bytes[place] = element(of: FuzzNumbers.telling)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: self.bytes(number(below: 8)), at: place)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 5: bytes.removeSubrange(end...)
        case 6: bytes.insert(contentsOf: element(of: FuzzNumbers.words), at: place)
        default:
            let other = others.isEmpty ? bytes : element(of: others)
            let start = number(below: other.count)
            bytes.replaceSubrange(place..<end, with: other[start..<min(other.count, start + number(below: 60))])
        }
    }

    /// Bytes that mean something to some parser.
    private static let telling: [UInt8] =
        [0, 1, 9, 10, 13, 0x1F, 0x7E, 0x7F, 0x80, 0xBF, 0xC0, 0xED, 0xF4, 0xFE, 0xFF]
        + Array(" \"%&+,-./:;<=>[]\\_{}".utf8)

    /// Words that mean something to some parser.
    private static let words: [[UInt8]] = [
        "\r\n", "\r\n\r\n", "\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n",
        "Upgrade: websocket\r\n", "Expect: 100-continue\r\n", "Connection: close\r\n", "Host: a\r\n", "%00", "%zz",
        "/../", "9223372036854775808", "-1", "1e999", "null", "{}", "[[[[", "\\ud800", "\u{FEFF}", "كام",
        "FFFFFFFFFFFFFFFF\r\n", "0\r\n\r\n", "HTTP/2.0", "=", "..", "\u{0}",
    ].map { Array($0.utf8) }
}

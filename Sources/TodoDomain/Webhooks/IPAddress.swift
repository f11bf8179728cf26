/// An address of the Internet Protocol, version 4 or 6.
public enum IPAddress: Hashable, Sendable {
    /// Version 4, its four bytes in one number.
    case v4(UInt32)
    /// Version 6, its sixteen bytes in two numbers.
    case v6(high: UInt64, low: UInt64)

    /// The address that the text writes down in the usual way; nil for every other spelling.
    ///
    /// Version 4 is four decimal numbers without leading zeros: no octal, no hexadecimal, nothing left out.
    /// Version 6 has no brackets and no zone.
    public init?(_ text: String) {
        if let address = IPAddress.version4(text[...]) {
            self = .v4(address)
        } else if let groups = IPAddress.version6(text) {
            func joined(_ part: ArraySlice<UInt16>) -> UInt64 { part.reduce(0) { $0 << 16 | UInt64($1) } }
            self = .v6(high: joined(groups[..<4]), low: joined(groups[4...]))
        } else {
            return nil
        }
    }

    private static func version4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            let isPlain = part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (part == "0" || !part.hasPrefix("0"))
            guard (1...3).contains(part.utf8.count), isPlain, let byte = UInt8(part) else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    private static func version6(_ text: String) -> [UInt16]? {
        // Halves before and after the run of zeros that "::" leaves out.
        var halves: [Substring] = []
        var rest = text[...]
        while let index = rest.indices.first(where: { rest[$0...].hasPrefix("::") }) {
            halves.append(rest[..<index])
            rest = rest[rest.index(index, offsetBy: 2)...]
        }
        halves.append(rest)
        guard halves.count <= 2 else { return nil }
        let groups = halves.enumerated().map { IPAddress.groups($1, isLast: $0 == halves.count - 1) }
        guard let first = groups[0] else { return nil }
        guard halves.count == 2 else { return first.count == 8 ? first : nil }
        guard let second = groups[1], first.count + second.count <= 7 else { return nil }
        return first + Array(repeating: 0, count: 8 - first.count - second.count) + second
    }

    private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, let embedded = version4(part) {
                groups += [UInt16(embedded >> 16), UInt16(truncatingIfNeeded: embedded)]
                continue
            }
            let isHexadecimal = part.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
            guard (1...4).contains(part.utf8.count), isHexadecimal, let group = UInt16(part, radix: 16) else {
                return nil
            }
            groups.append(group)
        }
        return groups
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address as it is written; version 6 with all its groups.
    public var description: String {
        switch self {
        case .v4(let address):
            stride(from: 24, through: 0, by: -8).map { "\(address >> UInt32($0) & 0xFF)" }.joined(separator: ".")
        case .v6(let high, let low):
            [high, low].flatMap { half in
                stride(from: 48, through: 0, by: -16).map { String(half >> UInt64($0) & 0xFFFF, radix: 16) }
            }.joined(separator: ":")
        }
    }
}

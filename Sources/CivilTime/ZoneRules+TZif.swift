extension ZoneRules {
    /// Parses a compiled time zone file (RFC 8536, version 2 or later); nil when malformed.
    public init?(name: String, tzif bytes: [UInt8]) {
        guard let first = TZifHeader(bytes, at: 0), first.version >= 2 else { return nil }
        let second = first.endOffset(timeSize: 4)
        guard let header = TZifHeader(bytes, at: second) else { return nil }
        let times = second + TZifHeader.size
        let indices = times + header.transitionCount * 8
        let types = indices + header.transitionCount
        let end = header.endOffset(timeSize: 8)
        guard end <= bytes.count, header.typeCount > 0 else { return nil }

        func offset(ofType index: Int) -> Int {
            let start = types + index * 6
            return Int(Int32(truncatingIfNeeded: bytes.bigEndian(at: start, count: 4)))
        }
        var transitions: [Int64] = []
        var offsets: [Int] = []
        for index in 0..<header.transitionCount {
            let type = Int(bytes[indices + index])
            guard type < header.typeCount else { return nil }
            transitions.append(Int64(bitPattern: bytes.bigEndian(at: times + index * 8, count: 8)))
            offsets.append(offset(ofType: type))
        }
        guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        guard (offsets + [offset(ofType: 0)]).allSatisfy(ZoneRules.possibleOffsetSeconds.contains) else { return nil }
        guard let footer = ZoneRules.footer(of: bytes[end...]) else { return nil }
        let tail = PosixZoneRule(footer)
        guard footer.isEmpty || tail != nil else { return nil }
        self.init(
            name: name, transitionSeconds: transitions, offsetsAfter: offsets, initialOffset: offset(ofType: 0),
            tail: tail)
    }

    /// RFC 8536 keeps offsets between 25 hours west and 26 hours east.
    private static let possibleOffsetSeconds = -89_999...93_599

    /// The text between the two newlines at the end of the file; nil when one is missing.
    private static func footer(of bytes: ArraySlice<UInt8>) -> String? {
        let newline = UInt8(ascii: "\n")
        guard bytes.first == newline, let close = bytes.dropFirst().firstIndex(of: newline) else { return nil }
        return String(decoding: bytes[bytes.startIndex + 1..<close], as: UTF8.self)
    }
}

/// The counts at the head of each data block of a TZif file.
private struct TZifHeader {
    static let size = 44
    let start: Int
    let version: Int
    let counts: [Int]

    init?(_ bytes: [UInt8], at start: Int) {
        guard start + TZifHeader.size <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
            return nil
        }
        self.start = start
        version = bytes[start + 4] >= 48 ? Int(bytes[start + 4]) - 48 : 1
        counts = (0..<6).map { Int(bytes.bigEndian(at: start + 20 + $0 * 4, count: 4)) }
        guard counts.allSatisfy({ $0 < 100_000 }) else { return nil }
    }

    var transitionCount: Int { counts[3] }
    var typeCount: Int { counts[4] }

    func endOffset(timeSize: Int) -> Int {
        let leaps = counts[2] * (timeSize + 4)
        return start + TZifHeader.size + transitionCount * (timeSize + 1) + typeCount * 6 + counts[5] + leaps
            + counts[1] + counts[0]
    }
}

extension [UInt8] {
    fileprivate func bigEndian(at start: Int, count: Int) -> UInt64 {
        self[start..<start + count].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

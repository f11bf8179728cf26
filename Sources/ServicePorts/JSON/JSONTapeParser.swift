/// Takes JSON text apart for a `JSONTape`.
struct JSONTapeParser {
    private let bytes: UnsafeRawBufferPointer
    private(set) var entries: [JSONTape.Entry] = []
    private var position = 0
    private var hasOtherThanASCII = false

    private static let mostDepth = 64

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        entries.reserveCapacity(min(1_024, bytes.count / 8 + 4))
    }

    /// Takes the whole text; false when it is not such as is known here.
    mutating func takeAll() -> Bool {
        guard bytes.count < 1 << 30 else { return false }
        skipSpace()
        guard takeValue(0) else { return false }
        skipSpace()
        guard position == bytes.count else { return false }
        return !hasOtherThanASCII || String(validating: bytes, as: UTF8.self) != nil
    }

    private var following: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard following == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let following, following == 0x20 || following == 0x0A || following == 0x0D || following == 0x09 {
            position += 1
        }
    }

    private mutating func add(_ kind: JSONTape.Kind, from start: Int, to end: Int) {
        entries.append(
            JSONTape.Entry(kind: kind, start: UInt32(start), end: UInt32(end), next: UInt32(entries.count + 1)))
    }

    private mutating func takeValue(_ depth: Int) -> Bool {
        switch following {
        case UInt8(ascii: "\""): return takeText()
        case UInt8(ascii: "{"): return takeContainer(.object, UInt8(ascii: "}"), depth)
        case UInt8(ascii: "["): return takeContainer(.list, UInt8(ascii: "]"), depth)
        case UInt8(ascii: "n"): return takeWord("null", .null)
        case UInt8(ascii: "t"): return takeWord("true", .yes)
        case UInt8(ascii: "f"): return takeWord("false", .no)
        default: return takeNumber()
        }
    }

    private mutating func takeWord(_ word: StaticString, _ kind: JSONTape.Kind) -> Bool {
        let start = position
        let count = word.utf8CodeUnitCount
        guard start + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[start + offset] != word.utf8Start[offset] { return false }
        position += count
        add(kind, from: start, to: position)
        return true
    }

    private mutating func takeContainer(_ kind: JSONTape.Kind, _ closing: UInt8, _ depth: Int) -> Bool {
        guard depth < JSONTapeParser.mostDepth else { return false }
        let index = entries.count
        add(kind, from: position, to: position)
        position += 1
        skipSpace()
        if !take(closing) {
            repeat {
                skipSpace()
                if kind == .object { guard takeName(of: index) else { return false } }
                guard takeValue(depth + 1) else { return false }
                entries[index].count += 1
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(closing) else { return false }
        }
        entries[index].end = UInt32(position)
        entries[index].next = UInt32(entries.count)
        return true
    }

    /// Takes a member's name and the colon; false for one that the object has already.
    private mutating func takeName(of object: Int) -> Bool {
        let index = entries.count
        guard entries[object].count < 64, takeText(), entries[index].kind == .plainText else { return false }
        guard !hasMember(named: index, object) else { return false }
        skipSpace()
        guard take(UInt8(ascii: ":")) else { return false }
        skipSpace()
        return true
    }

    /// True when the object has a member already of the name at that entry.
    private func hasMember(named name: Int, _ object: Int) -> Bool {
        var index = object + 1
        for _ in 0..<entries[object].count {
            if JSONTape.isEqual(content(index), content(name)) { return true }
            index = Int(entries[index + 1].next)
        }
        return false
    }

    private func content(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(entries[index].start)..<Int(entries[index].end)])
    }

    private mutating func takeText() -> Bool {
        guard take(UInt8(ascii: "\"")) else { return false }
        let start = position
        var kind = JSONTape.Kind.plainText
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                add(kind, from: start, to: position - 1)
                return true
            case UInt8(ascii: "\\"):
                kind = .escapedText
                position += 1
            case 0..<0x20: return false
            case 0x80...: hasOtherThanASCII = true
            default: break
            }
        }
        return false
    }

    /// Takes a number without exponent; -0 and such as 007 are not known here.
    private mutating func takeNumber() -> Bool {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        let first = position
        guard takeDigits() else { return false }
        let beginsWithZero = bytes[first] == UInt8(ascii: "0")
        guard !beginsWithZero || position - first == 1 else { return false }
        let isWhole = !take(UInt8(ascii: "."))
        if isWhole {
            guard !beginsWithZero || !isNegative else { return false }
        } else {
            guard takeDigits() else { return false }
        }
        guard following != UInt8(ascii: "e"), following != UInt8(ascii: "E") else { return false }
        add(isWhole ? .whole : .fraction, from: start, to: position)
        return true
    }

    private mutating func takeDigits() -> Bool {
        let start = position
        while let following, (0x30...0x39).contains(following) { position += 1 }
        return position > start
    }
}

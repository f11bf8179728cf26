/// Compares JSON text with shapes, and notes where the values are that somebody asked for.
///
/// The bytes must stay as they are for as long as the reader is used.
public struct JSONShapeReader {
    /// Noted values may have places below this number.
    public static let placeCount: Int = 16
    /// Arrays and objects may nest this deep.
    static let maximumDepth = 32

    let bytes: UnsafeRawBufferPointer
    /// The next byte to read.
    var position = 0
    private var noted: [16 of Range<Int>] = .init(repeating: 0..<0)
    var hasOtherThanASCII = false

    /// A reader at the beginning of the text.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Where the value is that was noted last under that place, strings with their quotes; empty when none was.
    public subscript(place: Int) -> Range<Int> { noted[place] }

    /// Takes the whole text with the space around its value; false when it does not match or is not UTF-8.
    ///
    /// Each element of a list that is told is told after it was read, with what is noted of it alone; if the closure
    /// then answers false, the text does not match.
    public mutating func takeAll(
        _ table: JSONShapeTable, telling tell: (JSONShapeReader) -> Bool = { _ in true }
    ) -> Bool {
        skipSpace()
        guard takeValue(table, table.root, 0, tell) else { return false }
        skipSpace()
        return position == bytes.count && (!hasOtherThanASCII || String(validating: bytes, as: UTF8.self) != nil)
    }

    /// The text of a noted string, which must have been read as plain text.
    public func text(at place: Int) -> String {
        let range = noted[place]
        guard range.count >= 2 else { return "" }
        return String(decoding: bytes[(range.lowerBound + 1)..<(range.upperBound - 1)], as: UTF8.self)
    }

    /// The bytes of a noted value.
    public func slice(at place: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[noted[place]]) }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
    }

    mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { return false }
        position += count
        return true
    }

    private mutating func takeValue(
        _ table: JSONShapeTable, _ index: Int, _ depth: Int, _ tell: (JSONShapeReader) -> Bool
    ) -> Bool {
        let row = table.rows[index]
        if row.isNullable, next == UInt8(ascii: "n") { return takeWord("null") }
        switch row.kind {
        case .text: return takeString() != nil
        case .plainText: return takePlainString() != nil
        case .word: return takeOne(of: row, table)
        case .checkedText:
            guard let content = takePlainString() else { return false }
            return table.checks[row.first](String(decoding: bytes[content], as: UTF8.self))
        case .instant: return takePlainString().map(isInstant) ?? false
        case .whole: return takeWhole()
        case .flag: return takeWord("true") || takeWord("false")
        case .yes: return takeWord("true")
        case .list, .toldList: return takeList(table, row, depth, tell)
        case .object: return takeObject(table, row, depth, tell)
        }
    }

    private mutating func takeList(
        _ table: JSONShapeTable, _ row: JSONShapeTable.Row, _ depth: Int, _ tell: (JSONShapeReader) -> Bool
    ) -> Bool {
        guard depth < JSONShapeReader.maximumDepth, take(UInt8(ascii: "[")) else { return false }
        skipSpace()
        if take(UInt8(ascii: "]")) { return true }
        while true {
            skipSpace()
            if row.kind == .toldList { noted = .init(repeating: 0..<0) }
            guard takeValue(table, row.first, depth + 1, tell) else { return false }
            guard row.kind == .list || tell(self) else { return false }
            skipSpace()
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func takeObject(
        _ table: JSONShapeTable, _ row: JSONShapeTable.Row, _ depth: Int, _ tell: (JSONShapeReader) -> Bool
    ) -> Bool {
        guard depth < JSONShapeReader.maximumDepth, take(UInt8(ascii: "{")) else { return false }
        skipSpace()
        var seen: UInt64 = 0
        var expected = 0
        if take(UInt8(ascii: "}")) { return row.required == 0 }
        while true {
            skipSpace()
            guard let name = takePlainString() else { return false }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { return false }
            skipSpace()
            let start = position
            if let member = self.member(name, of: row, from: expected, table) {
                let entry = table.entries[row.first + member]
                guard seen & (1 << UInt64(member)) == 0, takeValue(table, entry.row, depth + 1, tell) else {
                    return false
                }
                seen |= 1 << UInt64(member)
                expected = member + 1
                if entry.place >= 0 { noted[entry.place] = start..<position }
            } else {
                guard row.isOpen, skipValue(depth + 1) else { return false }
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return seen & row.required == row.required }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    /// The number of the member of that name, looked for from the expected one on, as members mostly come in order.
    private func member(
        _ name: Range<Int>, of row: JSONShapeTable.Row, from expected: Int, _ table: JSONShapeTable
    ) -> Int? {
        for offset in 0..<row.count {
            let sum = expected + offset
            let member = sum < row.count ? sum : sum - row.count
            if isEqual(name, table.entries[row.first + member].name) { return member }
        }
        return nil
    }

    private mutating func takeOne(of row: JSONShapeTable.Row, _ table: JSONShapeTable) -> Bool {
        guard let content = takePlainString() else { return false }
        return (row.first..<(row.first + row.count)).contains { isEqual(content, table.entries[$0].name) }
    }

    private func isEqual(_ range: Range<Int>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard range.count == name.count else { return false }
        for index in 0..<name.count where bytes[range.lowerBound + index] != name[index] { return false }
        return true
    }
}

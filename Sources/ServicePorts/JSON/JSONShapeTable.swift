/// A shape made ready for reading: rows without references, so that reading counts none.
///
/// It is made once for each shape and stays for as long as the program runs.
public struct JSONShapeTable: @unchecked Sendable {
    // The rows are written before anybody sees the table, and never again.
    enum Kind: UInt8 {
        case text, plainText, word, checkedText, instant, whole, flag, yes, list, toldList, object
    }

    struct Row {
        var kind: Kind
        var isNullable = false
        var isOpen = false
        /// Its members or words among all; or the row of its elements; or the number of its check.
        var first = 0
        var count = 0
        var required: UInt64 = 0
    }

    struct Entry {
        var name: UnsafeBufferPointer<UInt8>
        var row = 0
        var place = -1
    }

    let rows: UnsafeBufferPointer<Row>
    let entries: UnsafeBufferPointer<Entry>
    let checks: [@Sendable (String) -> Bool]
    let root: Int

    /// The table of a shape.
    public init(_ shape: JSONShape) {
        var maker = Maker()
        root = maker.add(shape)
        rows = JSONShapeTable.kept(maker.rows)
        entries = JSONShapeTable.kept(maker.entries)
        checks = maker.checks
    }

    private static func kept<Element>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
        let kept = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = kept.initialize(from: elements)
        return UnsafeBufferPointer(kept)
    }

    private struct Maker {
        var rows: [Row] = []
        var entries: [Entry] = []
        var checks: [@Sendable (String) -> Bool] = []

        mutating func add(_ shape: JSONShape) -> Int {
            let row = made(shape)
            rows.append(row)
            return rows.count - 1
        }

        private mutating func made(_ shape: JSONShape) -> Row {
            switch shape {
            case .text: return Row(kind: .text)
            case .plainText: return Row(kind: .plainText)
            case .instant: return Row(kind: .instant)
            case .whole: return Row(kind: .whole)
            case .flag: return Row(kind: .flag)
            case .yes: return Row(kind: .yes)
            case .word(let words):
                entries += words.map { Entry(name: JSONShapeTable.kept(Array($0.utf8))) }
                return Row(kind: .word, first: entries.count - words.count, count: words.count)
            case .checkedText(let check):
                checks.append(check)
                return Row(kind: .checkedText, first: checks.count - 1)
            case .orNull(let inner):
                var row = made(inner)
                row.isNullable = true
                return row
            case .list(let element): return Row(kind: .list, first: add(element))
            case .toldList(let element): return Row(kind: .toldList, first: add(element))
            case .object(let members, let isOpen): return object(members, isOpen)
            }
        }

        private mutating func object(_ members: [JSONShape.Member], _ isOpen: Bool) -> Row {
            precondition(members.count <= 64, "an object's shape has at most 64 members")
            let made = members.map { member in
                Entry(
                    name: JSONShapeTable.kept(Array(member.name.utf8)), row: add(member.shape),
                    place: member.place ?? -1)
            }
            entries += made
            var required: UInt64 = 0
            for (index, member) in members.enumerated() where member.isRequired { required |= 1 << UInt64(index) }
            return Row(
                kind: .object, isOpen: isOpen, first: entries.count - made.count, count: made.count,
                required: required)
        }
    }
}

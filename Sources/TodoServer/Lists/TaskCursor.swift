internal import CivilTime
internal import FoundationEssentials
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Where a list of tasks goes on, as clients carry it: opaque, and good for the list that it was made of only.
///
/// It names a place by what the list is sorted by, and not by counting, so that tasks which come and go elsewhere make
/// no task appear twice or be passed over. It keeps the instant of the first page too: `now` means the same on all.
struct TaskCursor: Equatable {
    /// The last task of the page before.
    let place: TaskPlace
    /// What `now` was on the first page.
    let asOf: Timestamp
    /// Tells the list from others.
    let fingerprint: UInt64

    private static let version: UInt8 = 1
    /// The longest title that a request can name, and more.
    private static let longestText = 65_536

    /// A cursor at that place.
    init(place: TaskPlace, asOf: Timestamp, fingerprint: UInt64) {
        self.place = place
        self.asOf = asOf
        self.fingerprint = fingerprint
    }

    /// Reads the text of a cursor of a list that is sorted so; throws a `Problem` when it is none.
    init(_ text: String, sortedBy sort: TaskQuery.Sort) throws(Problem) {
        guard text.utf8.count <= TaskCursor.longestText, let bytes = TaskCursor.bytes(text), bytes.count > 33,
            bytes[0] == TaskCursor.version
        else { throw .damagedCursor }
        let content = bytes.dropLast(8)
        guard TaskCursor.checksum(of: content) == UInt64(bigEndian: bytes.suffix(8)) else { throw .damagedCursor }
        fingerprint = UInt64(bigEndian: content[1..<9])
        asOf = Timestamp(millisecondsSinceEpoch: Int64(bitPattern: UInt64(bigEndian: content[9..<17])))
        let id = TaskID(Int64(bitPattern: UInt64(bigEndian: content[17..<25])))
        guard let kind = TaskPlace.Key.Kind(rawValue: content[25]) else { throw .damagedCursor }
        // Whoever reckons the checksum may write anything; it must make sense all the same.
        guard Timestamp.writable.contains(asOf), kind.belongs(to: sort),
            let key = TaskPlace.Key(kind, bytes: content[26...])
        else { throw .foreignCursor }
        place = TaskPlace(key: key, id: id)
    }

    /// The text that clients carry: letters, digits, `-` and `_`.
    var text: String {
        var bytes = [TaskCursor.version] + fingerprint.bigEndianBytes
        bytes += UInt64(bitPattern: asOf.millisecondsSinceEpoch).bigEndianBytes
        bytes += UInt64(bitPattern: place.id.rawValue).bigEndianBytes
        bytes += [place.key.kind.rawValue] + place.key.bytes
        bytes += TaskCursor.checksum(of: bytes[...]).bigEndianBytes
        let signs: [Character: String] = ["+": "-", "/": "_", "=": ""]
        return Data(bytes).base64EncodedString().map { signs[$0] ?? String($0) }.joined()
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") }) else { return nil }
        let signs: [Character: Character] = ["-": "+", "_": "/"]
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(text.map { signs[$0] ?? $0 }) + padding).map(Array.init)
    }

    /// Guards against damage, not against whoever means it: a cursor opens nothing that its list does not show.
    private static func checksum(of bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash = StableHash()
        for byte in bytes { hash.fold(UInt64(byte)) }
        return hash.value
    }
}

extension Problem {
    /// A cursor that is no cursor.
    static let damagedCursor: Problem = .init(
        .invalidParameter, "'cursor' is not one that was given here; take it as it is in Link, or begin without one",
        faults: [.init(pointer: "/cursor", code: "invalid", detail: "not a cursor, or a damaged one")])

    /// A cursor of another list.
    static let foreignCursor: Problem = .init(
        .invalidParameter,
        "'cursor' belongs to a list with other filters or another order; repeat those, or begin without it",
        faults: [.init(pointer: "/cursor", code: "conflict", detail: "a cursor of another list")])
}

/// JSON text taken apart: its values one after the other, each with where it is and where the next one begins.
///
/// It is stricter than Foundation's parser, and what it refuses is for that one to judge: repeated names, numbers that
/// are not whole or plain, half of a surrogate pair, text that is not UTF-8, nesting beyond 64 levels.
final class JSONTape {
    /// What a value is; names of members are strings before their values.
    enum Kind: UInt8 {
        case null, yes, no, whole, fraction, plainText, escapedText, list, object
    }

    struct Entry {
        var kind: Kind
        /// Where it is among the bytes; of texts, without the quotes.
        var start: UInt32
        var end: UInt32
        /// The entry after all that are within this one.
        var next: UInt32
        /// Elements or members.
        var count: UInt32 = 0
    }

    let bytes: UnsafeRawBufferPointer
    let entries: [Entry]
    /// True once something was asked that only Foundation can answer.
    var isUnsure = false

    /// The text taken apart; nil when it is not such as is known here.
    ///
    /// The bytes must stay while the tape is used.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var parser = JSONTapeParser(bytes)
        guard parser.takeAll() else { return nil }
        self.bytes = bytes
        entries = parser.entries
    }

    /// The text of an entry that is one; nil when an escape in it is none.
    func text(_ entry: Entry) -> String? {
        let content = UnsafeRawBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.end)])
        return entry.kind == .plainText ? String(decoding: content, as: UTF8.self) : JSONTape.unescaped(content)
    }

    /// The bytes of a number.
    func digits(_ entry: Entry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.end)])
    }

    /// The value of the member of that name in an object; nil when there is none.
    func member(_ name: String, of object: Int) -> Int? {
        var name = name
        return name.withUTF8 { member(UnsafeRawBufferPointer($0), of: object) }
    }

    private func member(_ name: UnsafeRawBufferPointer, of object: Int) -> Int? {
        var index = object + 1
        for _ in 0..<entries[object].count {
            if isEqual(entries[index], name) { return index + 1 }
            index = Int(entries[index + 1].next)
        }
        return nil
    }

    private func isEqual(_ text: Entry, _ other: UnsafeRawBufferPointer) -> Bool {
        JSONTape.isEqual(UnsafeRawBufferPointer(rebasing: bytes[Int(text.start)..<Int(text.end)]), other)
    }

    /// True when both have the same bytes.
    static func isEqual(_ text: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard text.count == other.count else { return false }
        for offset in 0..<other.count where text[offset] != other[offset] { return false }
        return true
    }
}

// The characters of the text.
extension TaskFilterParser {
    func fault(_ reason: String) -> TaskFilterError {
        fault(at: position, reason)
    }

    func fault(at offset: Int, _ reason: String) -> TaskFilterError {
        // Of a text that is too long, the end may lie within a character.
        var end = offset
        while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return TaskFilterError(position: String(decoding: bytes[..<end], as: UTF8.self).count + 1, reason: reason)
    }

    /// What stands at the place reached, for a message.
    var found: String {
        guard position < bytes.count else { return "the text ends" }
        let rest = String(decoding: bytes[position...].prefix(8), as: UTF8.self)
        return rest.first.map { "'\($0)'" } ?? "nothing"
    }

    var isNextDigit: Bool { position < bytes.count && (48...57).contains(bytes[position]) }

    mutating func skip(while isSkipped: (UInt8) -> Bool) {
        while position < bytes.count, isSkipped(bytes[position]) { position += 1 }
    }

    mutating func skipSpaces() {
        skip { TaskFilterParser.isSpace($0) }
    }

    /// Takes the sign or letter, a letter in either case.
    mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, let wanted = character.asciiValue else { return false }
        guard bytes[position] == wanted || (TaskFilterParser.isLetter(wanted) && bytes[position] ^ wanted == 0x20)
        else { return false }
        position += 1
        return true
    }

    /// Takes the word in any case if it is the next one as a whole.
    mutating func takeWord(_ wanted: String) -> Bool {
        let start = position
        if word().lowercased() == wanted { return true }
        position = start
        return false
    }

    /// Takes a word, also none: everything up to a space or a sign that means something.
    mutating func word() -> String {
        let start = position
        skip { TaskFilterParser.isWordByte($0) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes letters of ASCII, also none.
    mutating func letters() -> String {
        let start = position
        skip { TaskFilterParser.isLetter($0) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes all digits that follow; nil for none.
    ///
    /// What is larger than any distance can be counts as 1,000,000,000.
    mutating func digits() -> Int? {
        let start = position
        var value = 0
        while isNextDigit {
            value = min(value * 10 + Int(bytes[position] - 48), 1_000_000_000)
            position += 1
        }
        return position > start ? value : nil
    }

    /// Takes text in double quotes, in which `\"` is a quote and `\\` a backslash.
    mutating func quoted() throws(TaskFilterError) -> String {
        let start = position
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "\\")].contains(bytes[position]) else {
                    throw fault("\(found) after a backslash in quotes; write \\\" for a quote, \\\\ for a backslash")
                }
                text.append(bytes[position])
            default: text.append(bytes[position])
            }
            position += 1
        }
        throw fault(at: start, "the quote is not closed; a '\"' is missing")
    }

    /// True for text that can stand without quotes.
    static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isWordByte) && !text.hasPrefix("'") && !isReserved(text)
    }

    /// True for the words that stand for operators.
    static func isReserved(_ word: String) -> Bool {
        ["and", "or", "not", "in"].contains(word.lowercased())
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        !isSpace(byte) && !signs.contains(byte)
    }

    private static let signs = Set("\"(),&|!=<>~".utf8)

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte & 0xDF) && byte >= 65
    }
}

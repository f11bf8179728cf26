// The characters of the text.
extension RecurrenceRuleParser {
    func fault(_ reason: String) -> RecurrenceRuleError {
        fault(at: position, reason)
    }

    func fault(at offset: Int, _ reason: String) -> RecurrenceRuleError {
        RecurrenceRuleError(position: String(decoding: bytes[..<offset], as: UTF8.self).count + 1, reason: reason)
    }

    /// What stands at the place reached, for a message.
    var found: String {
        guard position < bytes.count else { return "the rule ends" }
        let rest = String(decoding: bytes[position...].prefix(8), as: UTF8.self)
        return rest.first.map { "'\($0)'" } ?? "nothing"
    }

    /// What was read since an offset, for a message.
    func told(from start: Int) -> String {
        String(decoding: bytes[start..<position].prefix(12), as: UTF8.self)
    }

    /// Takes the letter or sign, a letter in either case.
    mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, let wanted = character.asciiValue else { return false }
        guard bytes[position] == wanted || (isLetter(bytes[position]) && bytes[position] & 0xDF == wanted) else {
            return false
        }
        position += 1
        return true
    }

    /// Takes a plus or minus if there is one; true for minus.
    mutating func takeSign() -> Bool {
        if take("-") { return true }
        _ = take("+")
        return false
    }

    /// Takes letters, also none, and answers them in upper case.
    mutating func word() -> String {
        let start = position
        while position < bytes.count, isLetter(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position].map { $0 & 0xDF }, as: UTF8.self)
    }

    /// Takes all digits that follow; nil for none.
    ///
    /// What is larger than any part can have counts as 1,000,000,000.
    mutating func digits() -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, (48...57).contains(bytes[position]) {
            value = min(value * 10 + Int(bytes[position] - 48), 1_000_000_000)
            position += 1
        }
        return position > start ? value : nil
    }

    /// Takes exactly that many digits.
    mutating func fixed(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += count
        return value
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte & 0xDF) && byte >= 65
    }
}

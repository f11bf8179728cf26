/// Tells the code of Swift text from its comments and string literals, byte by byte.
///
/// Knows line and nested block comments, plain, raw and multi-line strings, escapes and interpolations, which are code.
/// Does not know regular expression literals, which this project writes with `Regex` builders or not at all.
struct CodeMask {
    /// The text with everything but code turned into spaces; newlines stay.
    private(set) var code: [UInt8]
    /// The text with everything but comments turned into spaces; newlines stay.
    private(set) var comments: [UInt8]

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        code = bytes.map(CodeMask.blank)
        comments = code
        readCode(untilClosingParenthesis: false)
    }

    private static func blank(_ byte: UInt8) -> UInt8 {
        byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
    }

    private func isNext(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
    }

    /// Reads code to the end of the text, or to the parenthesis that closes an interpolation.
    private mutating func readCode(untilClosingParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            if isNext("//") {
                readLineComment()
            } else if isNext("/*") {
                readBlockComment()
            } else if let hashes = hashesOfLiteral() {
                readString(hashes: hashes)
            } else {
                let byte = bytes[position]
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if untilClosingParenthesis, depth < 0 { return }
                code[position] = byte
                position += 1
            }
        }
    }

    private mutating func readLineComment() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            comments[position] = bytes[position]
            position += 1
        }
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            let step = isNext("/*") || isNext("*/") ? 2 : 1
            if isNext("/*") { depth += 1 } else if isNext("*/") { depth -= 1 }
            for offset in position..<position + step { comments[offset] = bytes[offset] }
            position += step
        } while depth > 0 && position < bytes.count
    }

    /// The number of `#` before the quote of a string that begins here; nil when none begins here.
    private func hashesOfLiteral() -> Int? {
        var index = position
        while index < bytes.count, bytes[index] == UInt8(ascii: "#") { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        return index - position
    }

    private mutating func readString(hashes: Int) {
        position += hashes
        let quotes = isNext("\"\"\"") ? 3 : 1
        position += quotes
        while position < bytes.count {
            if isClosing(quotes: quotes, hashes: hashes) {
                position += quotes + hashes
                return
            }
            if quotes == 1, bytes[position] == UInt8(ascii: "\n") { return }
            if isEscape(hashes: hashes) {
                position += 1 + hashes
                guard position < bytes.count else { return }
                if bytes[position] == UInt8(ascii: "(") {
                    position += 1
                    readCode(untilClosingParenthesis: true)
                }
            }
            position += 1
        }
    }

    private func isClosing(quotes: Int, hashes: Int) -> Bool {
        guard position + quotes + hashes <= bytes.count else { return false }
        let end = bytes[position..<position + quotes + hashes]
        return end.prefix(quotes).allSatisfy { $0 == UInt8(ascii: "\"") }
            && end.dropFirst(quotes).allSatisfy { $0 == UInt8(ascii: "#") }
    }

    private func isEscape(hashes: Int) -> Bool {
        guard position + hashes < bytes.count, bytes[position] == UInt8(ascii: "\\") else { return false }
        return bytes[position + 1..<position + 1 + hashes].allSatisfy { $0 == UInt8(ascii: "#") }
    }
}

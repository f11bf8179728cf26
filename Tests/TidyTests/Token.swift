/// A word or a sign of Swift code, with its place.
struct Token: Equatable {
    let text: String
    /// Line, from 1.
    let line: Int
}

extension Token {
    /// Splits masked code into words (letters, digits, underscores), the arrow `->`, and single signs.
    static func all(in code: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        var index = 0
        while index < code.count {
            let byte = code[index]
            var end = index + 1
            if isPartOfWord(byte) {
                while end < code.count, isPartOfWord(code[end]) { end += 1 }
            } else if byte == UInt8(ascii: "-"), end < code.count, code[end] == UInt8(ascii: ">") {
                end += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte > UInt8(ascii: " ") {
                tokens.append(Token(text: String(decoding: code[index..<end], as: UTF8.self), line: line))
            }
            index = end
        }
        return tokens
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF: true
        default: false
        }
    }
}

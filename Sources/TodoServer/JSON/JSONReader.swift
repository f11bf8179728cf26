package import TodoDomain

/// Reads JSON strictly by RFC 8259, with bounded nesting and no repeated names.
package struct JSONReader {
    /// Arrays and objects may nest this deep.
    static let maximumDepth = 32

    let bytes: [UInt8]
    var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The one value in the bytes; throws `JSONSyntaxError` naming line and column.
    package static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        guard !reader.isAtEnd else { throw reader.error("the document is empty; expected a JSON value") }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.isAtEnd else { throw reader.error("text after the JSON value: found \(reader.found)") }
        return value
    }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The next byte in words, for messages.
    var found: String {
        guard let next else { return "the end of the document" }
        let isPrintable = (0x21...0x7E).contains(next)
        return isPrintable ? "'\(Character(UnicodeScalar(next)))'" : "byte 0x\(String(next, radix: 16))"
    }

    func error(_ message: String, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(message, at: offset ?? position, in: bytes)
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
    }

    mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth: try deeper(depth)))
        case UInt8(ascii: "["): return .array(try elements(depth: try deeper(depth)))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): return try number()
        default: throw error("expected a JSON value, found \(found)")
        }
    }

    private func deeper(_ depth: Int) throws(JSONSyntaxError) -> Int {
        guard depth < JSONReader.maximumDepth else {
            throw error("nested deeper than \(JSONReader.maximumDepth) levels")
        }
        return depth + 1
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let end = position + text.utf8CodeUnitCount
        let isSame = text.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        guard isSame else { throw error("expected '\(text)'") }
        position = end
        return value
    }

    private mutating func elements(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return elements }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            skipSpace()
            if take("]") { return elements }
            guard take(",") else { throw error("expected ',' or ']' in an array, found \(found)") }
        }
    }

    private mutating func members(depth: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            let start = position
            guard next == UInt8(ascii: "\"") else { throw error("expected a member's name, found \(found)") }
            let name = try string()
            guard members[name] == nil else { throw error("the name \"\(name)\" occurs twice", at: start) }
            skipSpace()
            guard take(":") else { throw error("expected ':' after a member's name, found \(found)") }
            skipSpace()
            members[name] = try value(depth: depth)
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw error("expected ',' or '}' in an object, found \(found)") }
        }
    }
}

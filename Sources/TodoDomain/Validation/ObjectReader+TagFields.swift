extension ObjectReader {
    /// The most tags that one task carries.
    static let mostTagsPerTask = 20

    mutating func tagNames() -> FieldUpdate<[String]> {
        let items: [JSONValue]
        switch value("tags") {
        case nil: return .keep
        case .null: return .set([])
        case .array(let values): items = values
        case let other?:
            fault("tags", .wrongType, "expected an array of strings, found \(other.kindName)")
            return .keep
        }
        guard items.count <= ObjectReader.mostTagsPerTask else {
            fault("tags", .tooLong, "a task carries at most \(ObjectReader.mostTagsPerTask) tags, found \(items.count)")
            return .keep
        }
        var names: [String] = []
        for (index, item) in items.enumerated() {
            guard let name = tagName(item, pointer: ObjectReader.pointer("tags", String(index))) else { continue }
            if names.contains(where: { Tag.key($0) == Tag.key(name) }) {
                fault(
                    pointer: ObjectReader.pointer("tags", String(index)), .duplicate,
                    "'\(name)' is there twice, ignoring case")
            } else {
                names.append(name)
            }
        }
        return .set(names)
    }

    /// A trimmed tag name of 1 to 50 characters, or nil with a fault noted.
    mutating func tagName(_ value: JSONValue, pointer: String) -> String? {
        guard case .string(let text) = value else {
            fault(pointer: pointer, .wrongType, "expected a string, found \(value.kindName)")
            return nil
        }
        let name = text.trimmingWhitespace()
        guard !name.unicodeScalars.contains("\0") else {
            fault(pointer: pointer, .invalid, "must not contain the character U+0000")
            return nil
        }
        guard !name.isEmpty else {
            fault(pointer: pointer, .tooShort, "a tag's name has 1 to 50 characters, found none")
            return nil
        }
        guard name.count <= 50 else {
            fault(pointer: pointer, .tooLong, "a tag's name has at most 50 characters, found \(name.count)")
            return nil
        }
        return name
    }

    /// A colour `#rrggbb` in lowercase, or nil with a fault noted when malformed; nil without a fault when absent.
    mutating func colour() -> String? {
        guard case .set(let text?) = string("colour") else { return nil }
        let digits = text.dropFirst()
        guard text.first == "#", digits.count == 6, digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit) else {
            fault("colour", .invalid, "'\(text.prefix(20))' is no colour; use # and six hexadecimal digits, as #1e90ff")
            return nil
        }
        return text.lowercased()
    }
}

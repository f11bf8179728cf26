internal import TodoDomain

/// A schema in words, as a reader wants it.
struct SchemaText {
    private let keywords: [String: JSONValue]

    init(_ schema: JSONValue) {
        guard case .object(let keywords) = schema else {
            self.keywords = [:]
            return
        }
        self.keywords = keywords
    }

    /// Kind and bounds, as HTML.
    var html: String {
        if case .string(let reference) = keywords["$ref"], let name = reference.split(separator: "/").last {
            return "<a href=\"#schema-\(name)\">\(name)</a>"
        }
        if case .array(let choices) = keywords["anyOf"] {
            return choices.map { SchemaText($0).html }.joined(separator: " or ")
        }
        if case .array(let values) = keywords["enum"] {
            return "one of " + values.map { "<code>\(HTMLText.escaped($0.text))</code>" }.joined(separator: ", ")
        }
        if let value = keywords["const"] { return "<code>\(HTMLText.escaped(value.text))</code>" }
        return ([kind] + bounds).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var kind: String {
        switch keywords["type"] {
        case .string("array"): "list of \(SchemaText(keywords["items"] ?? .null).html)"
        case .string(let type): SchemaText.word(type)
        case .array(let types):
            types.map { type in
                type == "array"
                    ? "list of \(SchemaText(keywords["items"] ?? .null).html)" : SchemaText.word(type.text)
            }.joined(separator: " or ")
        default: "anything"
        }
    }

    private static func word(_ type: String) -> String {
        switch type {
        case "string": "text"
        case "integer": "whole number"
        case "boolean": "true or false"
        default: type
        }
    }

    private var bounds: [String] {
        var bounds: [String] = []
        if case .string(let format) = keywords["format"], format != "int64" {
            bounds.append(format.replacing("-", with: " "))
        }
        bounds += bound("minLength", "maxLength", "characters") + bound("minItems", "maxItems", "items")
        bounds += bound("minimum", "maximum", "")
        if case .string(let pattern) = keywords["pattern"], keywords["format"] == nil, !pattern.contains("u0000") {
            bounds.append("<code>\(HTMLText.escaped(pattern))</code>")
        }
        return bounds
    }

    private func bound(_ least: String, _ most: String, _ unit: String) -> [String] {
        let words =
            switch (keywords[least], keywords[most]) {
            case (let low?, let high?): "\(low.text) to \(high.text) \(unit)"
            case (let low?, nil): "\(low.text) \(unit) or more"
            case (nil, let high?): "at most \(high.text) \(unit)"
            case (nil, nil): ""
            }
        return words.isEmpty ? [] : [words.replacing("  ", with: " ").trimmedEnd]
    }
}

extension String {
    fileprivate var trimmedEnd: String { last == " " ? String(dropLast()) : self }
}

extension JSONValue {
    /// Text as it is, anything else as JSON.
    var text: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .bool(let isTrue): String(isTrue)
        case .null: "null"
        case .array, .object: pretty()
        }
    }

    /// JSON over several lines, members by name.
    func pretty(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.sorted { $0.key < $1.key }.map { name, value in
                "\(inner)\(JSONText.quoted(name)): \(value.pretty(indent: inner))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.pretty(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object: return "{}"
        case .array: return "[]"
        case .string(let text): return JSONText.quoted(text)
        default: return text
        }
    }
}

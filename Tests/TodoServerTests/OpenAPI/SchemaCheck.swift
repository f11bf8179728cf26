import CivilTime
import TodoDomain

/// As much of JSON Schema 2020-12 as the served documents use; a keyword that it does not know is a fault too.
struct SchemaCheck {
    private static let annotations: Set = ["title", "description", "$schema", "$id", "examples", "default"]
    /// Formats that say more than the pattern beside them, for people and for generators of values.
    private static let namedFormats: Set = [
        "int64", "uri-reference", "due-date", "local-date", "time-zone", "recurrence-rule", "reminder-offset",
        "email-address", "moment-to-come", "span-to-come", "task-filter", "cursor", "moment",
        "instant-to-come", "export-file", "calendar-file", "table-file", "webhook-url",
    ]

    private let document: JSONValue

    /// Checks by schemas of that document, to whose places they refer.
    init(_ document: JSONValue) {
        self.document = document
    }

    /// What is wrong with a value, as JSON pointers with reasons; empty when it follows the schema.
    func faults(in value: JSONValue, by schema: JSONValue, at place: String = "") -> [String] {
        guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
        return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument -> [String] in
            switch (keyword, argument) {
            case ("$ref", .string(let pointer)):
                guard let named = document[pointer: pointer] else { return ["\(place): no \(pointer)"] }
                return faults(in: value, by: named, at: place)
            case ("properties", .object(let schemas)):
                return value.members.flatMap { name, member in
                    schemas[name].map { faults(in: member, by: $0, at: "\(place)/\(name)") } ?? []
                }
            case ("additionalProperties", .bool(false)):
                let known = keywords["properties"]?.members ?? [:]
                return value.members.keys.sorted().filter { known[$0] == nil }.map { "\(place)/\($0): not described" }
            case ("items", let schema):
                return value.items.enumerated().flatMap { faults(in: $1, by: schema, at: "\(place)/\($0)") }
            case ("allOf", .array(let schemas)):
                return schemas.flatMap { faults(in: value, by: $0, at: place) }
            case ("if", let condition):
                guard faults(in: value, by: condition).isEmpty, let then = keywords["then"] else { return [] }
                return faults(in: value, by: then, at: place)
            case ("then", _): return []
            default:
                guard let holds = holds(value, keyword, argument) else {
                    return ["\(place): the keyword \(keyword) with \(argument) is not understood"]
                }
                return holds ? [] : ["\(place): \(keyword) \(argument) does not hold for \(value)"]
            }
        }
    }

    /// Whether a keyword that looks at no parts holds; nil when it is not understood.
    private func holds(_ value: JSONValue, _ keyword: String, _ argument: JSONValue) -> Bool? {
        switch (keyword, argument) {
        case ("type", .string(let name)): value.isOfType(name)
        case ("type", .array(let names)): names.contains { value.isOfType($0.string ?? "") }
        case ("const", let wanted): value == wanted
        case ("enum", .array(let values)): values.contains(value)
        case ("required", .array(let names)):
            value.isOfType("object") ? names.allSatisfy { value.members[$0.string ?? ""] != nil } : true
        case ("minimum", .integer(let least)): value.integer.map { $0 >= least } ?? true
        case ("maximum", .integer(let most)): value.integer.map { $0 <= most } ?? true
        case ("minLength", .integer(let least)): value.string.map { $0.unicodeScalars.count >= least } ?? true
        case ("maxLength", .integer(let most)): value.string.map { $0.unicodeScalars.count <= most } ?? true
        case ("minItems", .integer(let least)): value.isOfType("array") ? value.items.count >= least : true
        case ("maxItems", .integer(let most)): value.items.count <= most
        case ("uniqueItems", .bool): Set(value.items).count == value.items.count
        case ("pattern", .string(let pattern)):
            value.string.map { text in
                (try? Regex(pattern).matchingSemantics(.unicodeScalar)).map { text.contains($0) } ?? false
            } ?? true
        case ("format", .string("date-time")): value.string.map { Timestamp(rfc3339: $0) != nil } ?? true
        case ("format", .string(let name)): SchemaCheck.namedFormats.contains(name) ? true : nil
        case ("anyOf", .array(let schemas)): schemas.contains { faults(in: value, by: $0).isEmpty }
        case ("oneOf", .array(let schemas)): schemas.count { faults(in: value, by: $0).isEmpty } == 1
        case ("not", let schema): !faults(in: value, by: schema).isEmpty
        case (let name, _): SchemaCheck.annotations.contains(name) ? true : nil
        }
    }
}

extension JSONValue {
    /// Members of an object; none of anything else.
    var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// Items of a list; none of anything else.
    var items: [JSONValue] {
        if case .array(let items) = self { items } else { [] }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// What a JSON pointer leads to, with or without `#`; nil when it leads nowhere.
    subscript(pointer pointer: String) -> JSONValue? {
        var value = self
        for part in pointer.drop(while: { $0 == "#" }).split(separator: "/") {
            let name = String(part.replacing("~1", with: "/").replacing("~0", with: "~"))
            if let index = Int(name), value.items.indices.contains(index) {
                value = value.items[index]
            } else if let member = value.members[name] {
                value = member
            } else {
                return nil
            }
        }
        return value
    }

    func isOfType(_ name: String) -> Bool {
        switch (name, self) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number),
            ("string", .string), ("array", .array), ("object", .object):
            true
        default: false
        }
    }
}

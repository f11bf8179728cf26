import CivilTime
import TodoDomain

/// As much of JSON Schema 2020-12 as the published schemas use; a keyword that it does not know is a fault too.
struct JSONSchema {
    private static let annotations: Set = ["$schema", "$id", "title", "description", "$defs"]

    private let root: JSONValue

    init(_ root: JSONValue) {
        self.root = root
    }

    /// What is wrong with a value, as JSON pointers with reasons; empty when it follows the schema.
    func faults(in value: JSONValue) -> [String] {
        faults(in: value, schema: root, at: "")
    }

    private func faults(in value: JSONValue, schema: JSONValue, at place: String) -> [String] {
        guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
        return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
            faults(in: value, keyword: keyword, argument, at: place)
        }
    }

    private func faults(in value: JSONValue, keyword: String, _ argument: JSONValue, at place: String) -> [String] {
        func fault(unless holds: Bool?) -> [String] {
            holds == true ? [] : ["\(place): \(keyword) does not hold for \(value)"]
        }
        switch (keyword, argument) {
        case ("$ref", .string(let pointer)):
            guard let definition = definition(pointer) else { return ["\(place): no \(pointer) in the schema"] }
            return faults(in: value, schema: definition, at: place)
        case ("type", .string(let name)): return fault(unless: value.isOfType(name))
        case ("type", .array(let names)):
            return fault(
                unless: names.contains { if case .string(let name) = $0 { value.isOfType(name) } else { false } })
        case ("const", let wanted): return fault(unless: value == wanted)
        case ("enum", .array(let values)): return fault(unless: values.contains(value))
        case ("minimum", .integer(let least)): return fault(unless: value.isAtLeast(least))
        case ("minLength", .integer(let least)): return fault(unless: value.hasScalars(atLeast: least))
        case ("pattern", .string(let pattern)): return fault(unless: value.contains(pattern))
        case ("format", .string("date-time")): return fault(unless: value.isDateTime)
        case ("items", let schema): return faults(inItemsOf: value, schema, at: place)
        case ("required", .array(let names)): return faults(in: value, missing: names, at: place)
        case ("properties", .object(let schemas)): return faults(in: value, properties: schemas, at: place)
        case (let name, _) where JSONSchema.annotations.contains(name): return []
        default: return ["\(place): the schema's keyword \(keyword) is not understood"]
        }
    }

    private func faults(inItemsOf value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard case .array(let items) = value else { return [] }
        return items.enumerated().flatMap { faults(in: $1, schema: schema, at: "\(place)/\($0)") }
    }

    private func faults(in value: JSONValue, missing names: [JSONValue], at place: String) -> [String] {
        guard case .object(let fields) = value else { return [] }
        return names.compactMap { name in
            guard case .string(let name) = name, fields[name] != nil else { return "\(place): \(name) is missing" }
            return nil
        }
    }

    private func faults(in value: JSONValue, properties: [String: JSONValue], at place: String) -> [String] {
        guard case .object(let fields) = value else { return [] }
        return properties.sorted { $0.key < $1.key }.flatMap { name, schema in
            fields[name].map { faults(in: $0, schema: schema, at: "\(place)/\(name)") } ?? []
        }
    }

    /// The schema under `#/$defs/…`.
    private func definition(_ pointer: String) -> JSONValue? {
        let prefix = "#/$defs/"
        guard pointer.hasPrefix(prefix), case .object(let keywords) = root,
            case .object(let definitions) = keywords["$defs"]
        else { return nil }
        return definitions[String(pointer.dropFirst(prefix.count))]
    }
}

extension JSONValue {
    fileprivate func isOfType(_ name: String) -> Bool {
        switch (name, self) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number),
            ("string", .string), ("array", .array), ("object", .object):
            true
        default: false
        }
    }

    // Like the keywords themselves, these hold for values of other types.

    fileprivate func isAtLeast(_ least: Int64) -> Bool {
        switch self {
        case .integer(let value): value >= least
        case .number(let value): value >= Double(least)
        default: true
        }
    }

    fileprivate func hasScalars(atLeast least: Int64) -> Bool {
        guard case .string(let text) = self else { return true }
        return text.unicodeScalars.count >= least
    }

    fileprivate func contains(_ pattern: String) -> Bool? {
        guard case .string(let text) = self else { return true }
        return (try? Regex(pattern)).map { text.contains($0) }
    }

    fileprivate var isDateTime: Bool {
        guard case .string(let text) = self else { return true }
        return Timestamp(rfc3339: text) != nil
    }
}

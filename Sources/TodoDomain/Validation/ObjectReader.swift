/// Reads the fields of a JSON object, gathering every fault instead of stopping at the first.
struct ObjectReader {
    private(set) var faults: [ValidationFault] = []
    private let fields: [String: JSONValue]
    private var known: Set<String> = []
    /// JSON pointer to the object, empty for the whole input.
    private let place: String

    /// A reader of the value, which must be an object; `field` is the one of the input that holds it.
    init(_ value: JSONValue, under field: String? = nil) {
        place = field.map { ObjectReader.pointer($0) } ?? ""
        if case .object(let fields) = value {
            self.fields = fields
        } else {
            fields = [:]
            faults = [
                ValidationFault(
                    pointer: place, code: .wrongType, message: "expected a JSON object, found \(value.kindName)")
            ]
        }
    }

    static func pointer(_ parts: String...) -> String {
        parts.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }

    mutating func fault(_ field: String, _ code: ValidationFault.Code, _ message: String) {
        faults.append(ValidationFault(pointer: place + ObjectReader.pointer(field), code: code, message: message))
    }

    mutating func fault(pointer: String, _ code: ValidationFault.Code, _ message: String) {
        faults.append(ValidationFault(pointer: pointer, code: code, message: message))
    }

    /// The field's value, nil when absent; null counts as present.
    mutating func value(_ field: String) -> JSONValue? {
        known.insert(field)
        return fields[field]
    }

    /// The field's text: absent keeps, null clears.
    mutating func string(_ field: String) -> FieldUpdate<String?> {
        switch value(field) {
        case nil: return .keep
        case .null: return .set(nil)
        case .string(let text): return .set(text)
        case let other?:
            fault(field, .wrongType, "expected a string, found \(other.kindName)")
            return .keep
        }
    }

    /// The field's boolean; absent keeps.
    mutating func boolean(_ field: String) -> FieldUpdate<Bool> {
        switch value(field) {
        case nil: return .keep
        case .bool(let flag): return .set(flag)
        case let other?:
            fault(field, .wrongType, "expected true or false, found \(other.kindName)")
            return .keep
        }
    }

    /// Names every field that nobody asked for or allowed.
    private mutating func refuseUnknown(ignoring allowed: Set<String> = []) {
        for name in fields.keys.sorted() where !known.contains(name) && !allowed.contains(name) {
            let accepted = known.sorted().joined(separator: ", ")
            fault(name, .unknownField, "no such field; the fields are \(accepted)")
        }
    }

    /// Adds what is wrong with an object inside this one, which was read to its end.
    mutating func take(faultsOf inner: inout ObjectReader) {
        inner.refuseUnknown()
        faults += inner.faults
    }

    /// Names every field that nobody asked for or allowed, then throws when anything was wrong.
    mutating func finish(ignoring allowed: Set<String> = []) throws(ValidationFailure) {
        refuseUnknown(ignoring: allowed)
        guard faults.isEmpty else { throw ValidationFailure(faults) }
    }
}

/// What an input says of one field.
public enum FieldUpdate<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
    /// Nothing: the field keeps its value.
    case keep
    /// The field gets this value.
    case set(Value)

    /// The new value, or the given one when the field keeps its value.
    public func applied(to current: Value) -> Value {
        switch self {
        case .keep: current
        case .set(let value): value
        }
    }
}

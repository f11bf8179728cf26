internal import TodoDomain

/// Takes the members of a JSON object one by one and collects every fault with its JSON pointer (RFC 6901).
struct JSONObjectReader {
    private let members: [String: JSONValue]
    private let pointer: String
    private var asked: [String] = []
    /// Faults so far, in the order in which the members were asked for.
    private(set) var faults: [Problem.Fault] = []

    /// A reader of the object at a pointer within its document; a value that is no object is a fault.
    init(_ value: JSONValue, at pointer: String = "") {
        self.pointer = pointer
        if case .object(let members) = value {
            self.members = members
        } else {
            members = [:]
            faults = [
                .init(pointer: pointer, code: "wrong_type", detail: "expected an object, found \(value.kindName)")
            ]
        }
    }

    /// A string member; nil when absent, and nil with a fault when it is anything else, `null` included.
    mutating func string(_ name: String) -> String? {
        switch member(name) {
        case nil: return nil
        case .string(let text): return text
        case let other?:
            fault(name, "wrong_type", "expected a string, found \(other.kindName)")
            return nil
        }
    }

    /// A whole-number member; nil when absent, and nil with a fault when it is anything else.
    mutating func integer(_ name: String) -> Int64? {
        switch member(name) {
        case nil: return nil
        case .integer(let value): return value
        case let other?:
            fault(name, "wrong_type", "expected a whole number, found \(other.kindName)")
            return nil
        }
    }

    /// A true or false member; nil when absent, and nil with a fault when it is anything else.
    mutating func boolean(_ name: String) -> Bool? {
        switch member(name) {
        case nil: return nil
        case .bool(let value): return value
        case let other?:
            fault(name, "wrong_type", "expected true or false, found \(other.kindName)")
            return nil
        }
    }

    /// An object member as it is; nil when absent.
    mutating func member(_ name: String) -> JSONValue? {
        asked.append(name)
        return members[name]
    }

    /// A string member that must be there; when it is not, that is a fault.
    mutating func requiredString(_ name: String) -> String? {
        guard members[name] != nil else {
            asked.append(name)
            if case .some = faults.first(where: { $0.pointer == pointer }) { return nil }
            fault(name, "missing", "a string is required")
            return nil
        }
        return string(name)
    }

    /// Notes a fault of a member.
    mutating func fault(_ name: String, _ code: String, _ detail: String) {
        faults.append(.init(pointer: pointer(to: name), code: code, detail: detail))
    }

    /// The pointer of a member of this object.
    func pointer(to name: String) -> String {
        pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// Ends the reading: a member that was never asked for is a fault; throws a `Problem` when there is any fault.
    mutating func finish() throws(Problem) {
        let known = asked.isEmpty ? "none is taken here" : "the fields are \(asked.joined(separator: ", "))"
        for name in members.keys.sorted() where !asked.contains(name) {
            fault(name, "unknown_field", "no such field; \(known)")
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
    }
}

/// A JSON value that keeps each number as it was written, so that big integers survive where the sidecar keeps them.
public enum SidecarJSON: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number as its literal.
    case number(String)
    /// A string.
    case string(String)
    /// An array.
    case array([SidecarJSON])
    /// An object.
    case object([String: SidecarJSON])

    /// The value in UTF-8 JSON bytes; nil when they are not exactly one JSON value.
    public init?(_ bytes: [UInt8]) {
        var parser = SidecarJSONParser(bytes)
        guard let value = parser.document() else { return nil }
        self = value
    }

    /// UTF-8 JSON without spaces, members sorted by name.
    public var bytes: [UInt8] {
        var text = ""
        write(to: &text)
        return Array(text.utf8)
    }

    /// The member of that name; nil when there is none or this is no object.
    public subscript(_ name: String) -> SidecarJSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The text of a string; nil for anything else.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The members of an object; nil for anything else.
    public var members: [String: SidecarJSON]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements of an array; nil for anything else.
    public var elements: [SidecarJSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// A number that is whole and fits; nil for anything else.
    public var whole: Int? {
        if case .number(let literal) = self { Int(literal) } else { nil }
    }

    /// The value after a trip through 64-bit floating point, as state values and job data make it: whole numbers beyond
    /// 2^53 come back as others.
    public var throughDoubles: SidecarJSON {
        switch self {
        case .number(let literal):
            guard let double = Double(literal) else { return self }
            return .number(Int64(exactly: double).map(String.init) ?? "\(double)")
        case .array(let elements): return .array(elements.map(\.throughDoubles))
        case .object(let members): return .object(members.mapValues(\.throughDoubles))
        default: return self
        }
    }
}

extension SidecarJSON {
    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .boolean(let flag): text += flag ? "true" : "false"
        case .number(let literal): text += literal
        case .string(let string): SidecarJSON.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                SidecarJSON.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

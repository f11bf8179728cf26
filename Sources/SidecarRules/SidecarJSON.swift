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
        var text: [UInt8] = []
        text.reserveCapacity(512)
        write(to: &text)
        return text
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
    private func write(to text: inout [UInt8]) {
        switch self {
        case .null: text += "null".utf8
        case .boolean(let flag): text += flag ? "true".utf8 : "false".utf8
        case .number(let literal): text += literal.utf8
        case .string(let string): SidecarJSON.write(string, to: &text)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, name) in members.keys.sorted().enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                SidecarJSON.write(name, to: &text)
                text.append(UInt8(ascii: ":"))
                members[name]?.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): text += "\\\"".utf8
            case UInt8(ascii: "\\"): text += "\\\\".utf8
            case 0x0A: text += "\\n".utf8
            case 0x0D: text += "\\r".utf8
            case 0x09: text += "\\t".utf8
            case 0..<0x20: text += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}

internal import TodoDomain

extension APISchema {
    /// Text with so many characters.
    static func text(_ lengths: ClosedRange<Int>? = nil, pattern: String? = nil, format: String? = nil) -> APISchema {
        var schema = APISchema(["type": "string"])
        if let lengths {
            if lengths.lowerBound > 0 { schema.keywords["minLength"] = .integer(Int64(lengths.lowerBound)) }
            schema.keywords["maxLength"] = .integer(Int64(lengths.upperBound))
        }
        if let pattern { schema.keywords["pattern"] = .string(pattern) }
        if let format { schema.keywords["format"] = .string(format) }
        return schema
    }

    /// One of those texts.
    static func choice(_ values: some Sequence<String>) -> APISchema {
        APISchema(["type": "string", "enum": .texts(values)])
    }

    /// Always that text.
    static func constant(_ value: String) -> APISchema {
        APISchema(["type": "string", "const": .string(value)])
    }

    /// A whole number from the lowest to the highest.
    static func integer(_ range: ClosedRange<Int64>) -> APISchema {
        var schema = integer(from: range.lowerBound)
        schema.keywords["maximum"] = .integer(range.upperBound)
        return schema
    }

    /// A whole number of 64 bits from the lowest on.
    static func integer(from lowest: Int64) -> APISchema {
        APISchema(["type": "integer", "format": "int64", "minimum": .integer(lowest)])
    }

    /// True or false.
    static let boolean: APISchema = .init(["type": "boolean"])

    /// An instant, RFC 3339.
    static let instant: APISchema = .text(format: "date-time")

    /// A list.
    static func list(of items: APISchema, atMost count: Int? = nil) -> APISchema {
        var schema = APISchema(["type": "array", "items": items.json])
        if let count { schema.keywords["maxItems"] = .integer(Int64(count)) }
        return schema
    }

    /// An object of those members and no other.
    static func object(_ members: [Member]) -> APISchema {
        var schema = APISchema(["type": "object", "additionalProperties": false])
        schema.members = members
        return schema
    }

    /// An object of those members, to which later versions may add.
    static func openObject(_ members: [Member]) -> APISchema {
        var schema = APISchema(["type": "object"])
        schema.members = members
        return schema
    }

    /// The schema of that name among the document's components.
    static func named(_ name: String) -> APISchema {
        APISchema(["$ref": .string("#/components/schemas/" + name)])
    }

    /// The name of the component that this schema refers to; nil when it stands for itself.
    var referencedName: String? {
        guard case .string(let text) = keywords["$ref"] else { return nil }
        return text.split(separator: "/").last.map(String.init)
    }
}

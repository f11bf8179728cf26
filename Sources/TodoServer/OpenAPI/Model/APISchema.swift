internal import TodoDomain

/// A JSON Schema (2020-12) of a body, a parameter or a header.
struct APISchema: Equatable, Sendable {
    /// One member of an object.
    struct Member: Equatable, Sendable {
        let name: String
        let schema: APISchema
        let isRequired: Bool

        /// A member that is always there, or must be.
        static func required(_ name: String, _ schema: APISchema) -> Member {
            Member(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be left out.
        static func optional(_ name: String, _ schema: APISchema) -> Member {
            Member(name: name, schema: schema, isRequired: false)
        }
    }

    /// Everything but the members of an object.
    var keywords: [String: JSONValue]
    /// Members of an object, in the order in which people read them.
    var members: [Member] = []

    init(_ keywords: [String: JSONValue]) {
        self.keywords = keywords
    }

    /// The schema as a document has it.
    var json: JSONValue {
        guard !members.isEmpty else { return .object(keywords) }
        var all = keywords
        all["properties"] = .object(Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.schema.json) }))
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { all["required"] = .texts(required) }
        return .object(all)
    }

    /// The same schema with a sentence that says what the value is.
    func described(_ text: String) -> APISchema {
        with(["description": .string(text)])
    }

    /// The same schema with further keywords.
    func with(_ more: [String: JSONValue]) -> APISchema {
        var schema = self
        schema.keywords.merge(more) { _, new in new }
        return schema
    }

    /// The same schema, or null.
    var orNull: APISchema {
        if case .string(let type) = keywords["type"] {
            var schema = with(["type": [.string(type), "null"]])
            if case .array(let values) = keywords["enum"] { schema.keywords["enum"] = .array(values + [.null]) }
            return schema
        }
        return APISchema(["anyOf": [json, ["type": "null"]]])
    }
}

internal import TodoDomain

/// Something that a request says beside its body.
struct APIParameter: Equatable, Sendable {
    /// Where it stands.
    enum Place: String, Sendable {
        case path, query, header
    }

    let name: String
    let place: Place
    let schema: APISchema
    /// What it means.
    let text: String
    var isRequired = false

    /// A part of the path.
    static func path(_ name: String, _ schema: APISchema, _ text: String) -> APIParameter {
        APIParameter(name: name, place: .path, schema: schema, text: text, isRequired: true)
    }

    /// A parameter of the query.
    static func query(_ name: String, _ schema: APISchema, _ text: String) -> APIParameter {
        APIParameter(name: name, place: .query, schema: schema, text: text)
    }

    /// A header.
    static func header(_ name: String, _ schema: APISchema, _ text: String) -> APIParameter {
        APIParameter(name: name, place: .header, schema: schema, text: text)
    }

    /// The parameter as a document has it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "in": .string(place.rawValue), "description": .string(text),
            "schema": schema.json,
        ]
        if isRequired { members["required"] = true }
        return .object(members)
    }
}

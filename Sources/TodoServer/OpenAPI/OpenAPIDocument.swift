internal import HTTPTypes
internal import ServicePorts
internal import TodoDomain

/// The OpenAPI 3.1 document of what one process serves.
struct OpenAPIDocument: Sendable {
    /// What is served.
    let operations: [APIOperation]

    /// The document.
    var json: JSONValue {
        let groups = APIOperation.Group.allCases.filter { group in operations.contains { $0.group == group } }
        return [
            "openapi": "3.1.1",
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": [
                "title": "Evolution of Todo", "version": "1.0.0", "summary": .string(APIText.summary),
                "description": .string(APIText.description),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/", "description": "This server"]],
            "tags": .array(groups.map { ["name": .string($0.rawValue), "description": .string($0.text)] }),
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description": "The `token` that signing up or in answered, a JSON Web Token, or an API token.",
                    ]
                ],
                "schemas": .object(schemas),
            ],
        ]
    }

    /// UTF-8 JSON; values are text, whole numbers and truths only, so encoding them cannot fail.
    var bytes: [UInt8] {
        (try? JSONCodec.encode(json)) ?? []
    }

    private var paths: [String: JSONValue] {
        Dictionary(grouping: operations, by: \.path).mapValues { operations in
            let methods = operations.map { ($0.method.rawValue.lowercased(), $0.withLinks(to: self).json) }
            return .object(Dictionary(uniqueKeysWithValues: methods))
        }
    }

    /// Names of the schemas, in order.
    var schemaNames: [String] { schemas.keys.sorted() }

    /// The schemas that the operations name, and those that these name in turn.
    private var schemas: [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        var waiting = operations.flatMap(\.json.references)
        while let name = waiting.popLast() {
            guard found[name] == nil, let schema = APISchemas.all[name] else { continue }
            let json = schema.json
            found[name] = json
            waiting += json.references
        }
        return found
    }
}

extension APIOperation {
    /// The operation with those links only that lead to something that the document has too.
    fileprivate func withLinks(to document: OpenAPIDocument) -> APIOperation {
        let known = Set(document.operations.map(\.id))
        var operation = self
        for index in answers.indices {
            operation.answers[index].links.removeAll { !known.contains($0.operation) }
        }
        return operation
    }
}

extension JSONValue {
    /// Names of the components that the value refers to, anywhere in it.
    fileprivate var references: [String] {
        switch self {
        case .object(let members):
            members.flatMap { name, value -> [String] in
                guard name == "$ref", case .string(let text) = value else { return value.references }
                return text.hasPrefix("#/components/schemas/") ? [String(text.dropFirst(21))] : []
            }
        case .array(let items): items.flatMap(\.references)
        default: []
        }
    }
}

internal import TodoDomain

extension APIOperation {
    /// The operation as an OpenAPI document has it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(id), "summary": .string(summary), "tags": [.string(group.rawValue)],
            "responses": .object(responses),
            "security": takesToken ? [["bearer": []]] : [],
        ]
        if !details.isEmpty { members["description"] = .string(details) }
        if !allParameters.isEmpty { members["parameters"] = .array(allParameters.map(\.json)) }
        if !contents.isEmpty {
            let content = contents.map { ($0.mediaType, media(of: $0)) }
            members["requestBody"] = [
                "required": .bool(needsBody), "content": .object(Dictionary(uniqueKeysWithValues: content)),
            ]
        }
        return .object(members)
    }

    /// Everything that is taken as a body.
    var contents: [APIAnswer.Content] {
        (body.map { [.init(mediaType: "application/json", schema: $0)] } ?? []) + files
    }

    private func media(of content: APIAnswer.Content) -> JSONValue {
        let examples = examples.filter { $0.body != nil && $0.mediaType == content.mediaType }
        guard !examples.isEmpty else { return ["schema": content.schema.json] }
        return ["schema": content.schema.json, "examples": Self.examples(examples) { $0.body }]
    }

    private var responses: [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        for answer in answers {
            responses[String(answer.status)] = answer.json(examples: examples.filter { $0.status == answer.status })
        }
        for (status, kinds) in problemsByStatus { responses[String(status)] = Self.refusal(status, kinds) }
        return responses
    }

    /// The answer of one status that refuses, for any of those reasons.
    private static func refusal(_ status: Int, _ kinds: [ProblemKind]) -> JSONValue {
        let reasons = kinds.map { "`\($0.rawValue)`: \($0.title)." }.joined(separator: " ")
        let headers = APIAnswer.Header.everywhere + APIAnswer.Header.ofRefusal(status)
        return [
            "description": .string(reasons),
            "headers": .object(Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.json) })),
            "content": .object([ProblemDocument.mediaType: ["schema": problem(status, kinds)]]),
        ]
    }

    private static func problem(_ status: Int, _ kinds: [ProblemKind]) -> JSONValue {
        let members: JSONValue = [
            "status": ["const": .integer(Int64(status))], "code": ["enum": .texts(kinds.map(\.rawValue))],
        ]
        return ["allOf": [["$ref": "#/components/schemas/Problem"], ["properties": members]]]
    }

    static func examples(_ examples: [APIExample], _ value: (APIExample) -> JSONValue?) -> JSONValue {
        .object(
            Dictionary(
                examples.map { ($0.name, ["summary": .string($0.text), "value": value($0) ?? .null]) }
            ) { first, _ in first })
    }
}

extension APIAnswer {
    /// The answer as an OpenAPI document has it, with those examples.
    func json(examples: [APIExample]) -> JSONValue {
        let headers = headers + Header.everywhere
        var members: [String: JSONValue] = [
            "description": .string(text),
            "headers": .object(Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.json) })),
        ]
        if let content {
            var media: [String: JSONValue] = ["schema": content.schema.json]
            let told = examples.filter { $0.answer != nil }
            if !told.isEmpty { media["examples"] = APIOperation.examples(told) { $0.answer } }
            members["content"] = .object([content.mediaType: .object(media)])
        }
        if !links.isEmpty {
            members["links"] = .object(Dictionary(uniqueKeysWithValues: links.map { ($0.operation, $0.json) }))
        }
        return .object(members)
    }
}

extension APIAnswer.Header {
    /// Headers that answers of that status have when they refuse.
    static func ofRefusal(_ status: Int) -> [APIAnswer.Header] {
        switch status {
        case 401:
            [.init(name: "WWW-Authenticate", schema: .text(pattern: "^Bearer "), text: "What is to be shown")]
        case 429, 503:
            [
                .init(
                    name: "Retry-After", schema: .text(pattern: "^[0-9]+$"), text: "Seconds after which to try again")
            ]
        default: []
        }
    }

    var json: JSONValue {
        var members: [String: JSONValue] = ["description": .string(text), "schema": schema.json]
        if isAlways { members["required"] = true }
        return .object(members)
    }
}

extension APIAnswer.Link {
    var json: JSONValue {
        [
            "operationId": .string(operation),
            "parameters": .object(parameters.mapValues { .string($0) }),
        ]
    }
}

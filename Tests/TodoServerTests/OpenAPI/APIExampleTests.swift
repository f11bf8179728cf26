import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Documented examples")
struct APIExampleTests {
    private static let operations = OperationCatalogue.everything

    @Test("each example is answered as documented", arguments: operations.flatMap(\.examples).map(\.name))
    func carriedOut(name: String) async throws {
        let door = await FrontDoorFixture()
        try await door.addAccount(of: UserID(APIExample.user), "ada@example.com", password: "correct horse")
        let example = try Self.example(name)
        for earlier in example.after {
            let answer = try await Self.send(try Self.example(earlier), to: door)
            #expect(answer.status < 300, "\(earlier): \(answer.text)")
        }
        let answer = try await Self.send(example, to: door)
        #expect(answer.status == example.status, "\(answer.text)")
        guard let expected = example.answer else { return }
        let body: JSONValue =
            answer.headers[.contentType]?.contains("json") == true ? answer.json : .string(answer.text)
        #expect(body.masked(example.varying) == expected.masked(example.varying), "\(answer.text)")
        for pointer in example.varying {
            #expect(body[pointer: pointer]?.kindName == expected[pointer: pointer]?.kindName, "\(pointer)")
        }
    }

    @Test("an example's body and answer follow the schemas that the document gives for them")
    func schemas() throws {
        let document = OpenAPIDocument(operations: Self.operations).json
        for operation in Self.operations {
            for example in operation.examples {
                if let body = example.body, let schema = operation.body, example.status < 300 {
                    #expect(SchemaCheck(document).faults(in: body, by: schema.json) == [], "\(example.name)")
                }
                let answer = operation.answers.first { $0.status == example.status }
                if let body = example.answer, let schema = answer?.content?.schema {
                    #expect(SchemaCheck(document).faults(in: body, by: schema.json) == [], "\(example.name)")
                }
            }
        }
    }

    private static func example(_ name: String) throws -> APIExample {
        try #require(operations.flatMap(\.examples).first { $0.name == name }, "no example is named \(name)")
    }

    private static func send(_ example: APIExample, to door: FrontDoorFixture) async throws -> Answer {
        let operation = try #require(operations.first { $0.examples.contains { $0.name == example.name } })
        var headers: HTTPFields = example.body == nil ? [:] : [.contentType: example.mediaType]
        for (name, value) in example.headers { headers[try #require(HTTPField.Name(name))] = value }
        return try await door.send(
            operation.method, operation.path(of: example) + (example.query.map { "?" + $0 } ?? ""),
            example.body == nil ? nil : example.sentText,
            token: operation.takesToken ? try await door.tokens.issue(for: UserID(APIExample.user)) : nil,
            headers: headers)
    }
}

extension JSONValue {
    /// This value without what the pointers lead to.
    fileprivate func masked(_ pointers: [String]) -> JSONValue {
        pointers.reduce(self) { value, pointer in
            value.without(pointer.split(separator: "/").map(String.init)[...])
        }
    }

    private func without(_ path: ArraySlice<String>) -> JSONValue {
        guard let name = path.first, case .object(var members) = self else { return self }
        members[name] = path.count == 1 ? nil : members[name]?.without(path.dropFirst())
        return .object(members)
    }
}

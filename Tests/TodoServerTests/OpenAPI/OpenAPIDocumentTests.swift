import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("The documentation")
struct OpenAPIDocumentTests {
    @Test("is served with entity tags, and not again to those who have it")
    func served() async throws {
        let door = await FrontDoorFixture()
        for (path, mediaType) in [
            ("/openapi.json", "application/json"), ("/asyncapi.json", "application/json"),
            ("/docs", "text/html; charset=utf-8"), ("/docs.css", "text/css; charset=utf-8"),
        ] {
            let answer = try await door.send(.get, path)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == mediaType)
            #expect(answer.headers[.cacheControl] == "no-cache")
            let tag = try #require(answer.headers[.eTag])
            #expect(try await door.send(.get, path, headers: [.ifNoneMatch: tag]).status == 304)
        }
    }

    @Test("describes only what the process serves")
    func bySurface() async throws {
        let door = await FrontDoorFixture()
        let bare = OpenAPIDocument(operations: OperationCatalogue.operations(of: [])).json
        #expect(bare[pointer: "/paths/~1healthz/get"] != nil)
        #expect(bare["paths"]?.members.keys.contains { $0.hasPrefix("/api") } == false)
        #expect(bare[pointer: "/components/schemas/Task"] == nil)
        let whole = try await door.send(.get, "/openapi.json").json
        #expect(whole["openapi"] == .string("3.1.1"))
        #expect(whole[pointer: "/paths/~1api~1{user_id}~1tasks/post/operationId"] == .string("createTask"))
        #expect(whole[pointer: "/components/schemas/Task/additionalProperties"] == .bool(false))
    }

    @Test("leads from each reference and each link to something that is there")
    func references() async throws {
        let operations = OperationCatalogue.operations(of: await FrontDoorFixture().surfaces)
        let document = OpenAPIDocument(operations: operations).json
        let ids = Set(operations.map(\.id))
        for reference in document.strings(named: "$ref") {
            #expect(document[pointer: reference] != nil, "\(reference)")
        }
        for target in operations.flatMap(\.answers).flatMap(\.links) {
            let operation = try #require(operations.first { $0.id == target.operation }, "\(target.operation)")
            let parameters = Set(operation.allParameters.map(\.name))
            #expect(Set(target.parameters.keys).isSubset(of: parameters), "\(target.operation)")
        }
        #expect(ids.count > 40)
    }

    @Test("the page tells of every operation, parameter, kind of problem and example, and loads nothing from elsewhere")
    func page() async throws {
        let door = await FrontDoorFixture()
        let answer = try await door.send(.get, "/docs")
        let operations = OperationCatalogue.operations(of: door.surfaces)
        for operation in operations {
            #expect(answer.text.contains("<article id=\"\(operation.id)\">"))
            for example in operation.examples { #expect(answer.text.contains(HTMLText.line(example.text))) }
        }
        for kind in Set(operations.flatMap(\.problems)) { #expect(answer.text.contains("/problems/\(kind.rawValue)")) }
        #expect(!answer.text.contains("<script"))
        #expect(!answer.text.contains("style=\""))
        #expect(!answer.text.contains("src=\"http"))
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'"))
        #expect(answer.text.contains("href=\"/docs.css\""))
    }
}

import HTTPTypes
import Hummingbird
import Testing
import TodoDomain

@testable import TodoServer

@Suite("The catalogue of operations")
struct OperationCatalogueTests {
    /// Every method that any route could be for.
    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]

    @Test("holds what the router serves and nothing else, for each surface alone and for all together")
    func sameAsRoutes() async throws {
        let door = await FrontDoorFixture()
        for surfaces in door.surfaces.map({ [$0] }) + [[], door.surfaces] {
            let described = Set(
                OperationCatalogue.operations(of: surfaces).map { "\($0.method.rawValue) \($0.path)" })
            let routes = door.frontDoor(serving: surfaces).router().routes
            let paths = Set(routes.map { Self.template("\($0.path)") })
            var served: Set<String> = []
            for path in paths {
                for method in try await Self.allowed(path, door) { served.insert("\(method) \(path)") }
            }
            #expect(served.subtracting(described) == [], "served, but not described")
            #expect(described.subtracting(served) == [], "described, but not served")
        }
    }

    @Test("what is not described is refused with 405 and the methods that are")
    func otherMethods() async throws {
        let door = await FrontDoorFixture()
        let token = try await door.tokens.issue(for: UserID("ada"))
        let operations = OperationCatalogue.operations(of: door.surfaces)
        for path in Set(operations.map(\.path)) {
            let described = Set(operations.filter { $0.path == path }.map(\.method))
            for method in Self.methods + [.trace] where !described.contains(method) {
                let answer = try await door.send(method, Self.address(path), token: token)
                #expect(answer.status == 405, "\(method) \(path)")
                #expect(answer.headers[.allow] != nil)
            }
        }
    }

    @Test("has each identity, each example's name and each pair of method and path once")
    func unique() async {
        let operations = OperationCatalogue.operations(of: await FrontDoorFixture().surfaces)
        #expect(Set(operations.map(\.id)).count == operations.count)
        #expect(Set(operations.map { "\($0.method) \($0.path)" }).count == operations.count)
        let examples = operations.flatMap(\.examples).map(\.name)
        #expect(Set(examples).count == examples.count)
        #expect(operations == OperationCatalogue.everything)
    }

    @Test("names a parameter for each part of a path in braces, and no other")
    func pathParameters() async {
        for operation in OperationCatalogue.operations(of: await FrontDoorFixture().surfaces) {
            let braces = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                $0.dropFirst().dropLast()
            }
            let named = operation.allParameters.filter { $0.place == .path }.map(\.name)
            #expect(Set(braces.map(String.init)) == Set(named), "\(operation.id)")
        }
    }

    /// Methods beside HEAD and OPTIONS that a path says it serves.
    private static func allowed(_ path: String, _ door: FrontDoorFixture) async throws -> [String] {
        let token = try await door.tokens.issue(for: UserID("ada"))
        let answer = try await door.send(.options, address(path), token: token)
        #expect(answer.status == 204, "\(path)")
        let list = answer.headers[.allow]?.split(separator: ",").map { $0.drop { $0 == " " } } ?? []
        #expect(list.contains("HEAD") == list.contains("GET"), "\(path)")
        return list.map(String.init).filter { $0 != "HEAD" && $0 != "OPTIONS" }
    }

    /// The path as the document writes it.
    private static func template(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
        }.joined(separator: "/")
    }

    /// An address of that path.
    private static func address(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part == "{user_id}" ? "ada" : part.hasPrefix("{") ? "1" : String(part)
        }.joined(separator: "/")
    }
}

internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of tags.
struct TagRoutes: Sendable {
    let tasks: TaskService

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("tags", [.get: list, .post: create])
        group.resource("tags/:name", [.get: read, .patch: update, .delete: delete])
        group.resource("tags/:name/merge", [.post: merge])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["count"])
        let user = try context.requireUser()
        guard try parameters.choice("count", default: Truth.no) == .yes else {
            return try .json(try await tasks.tags(of: user))
        }
        return try .json(try await tasks.countedTags(of: user))
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let name = try context.tagName()
        let tags = try await tasks.tags(of: try context.requireUser())
        guard let tag = tags.first(where: { $0.key == Tag.key(name) }) else {
            throw TaskRefusal.notFound("tag '\(name)'")
        }
        return try .json(tag)
    }

    @Sendable private func create(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let input = try TagInput(json: try await request.json(), requiresName: true)
        let tag = try await perform(.createTag(input), request, context)
        let user = try context.requireUser()
        let location = "/api/\(PercentCoding.encode(user.rawValue))/tags/\(PercentCoding.encode(tag.name))"
        return try .json(tag, status: .created, headers: [.location: location])
    }

    @Sendable private func update(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let input = try TagInput(json: try await request.json(), requiresName: false)
        return try .json(try await perform(.updateTag(name: try context.tagName(), input), request, context))
    }

    @Sendable private func merge(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        var reader = JSONObjectReader(try await request.json())
        let other = reader.requiredString("into")
        try reader.finish()
        let name = try context.tagName()
        return try .json(try await perform(.mergeTag(name: name, into: other ?? ""), request, context))
    }

    @Sendable private func delete(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await request.expectNoInput()
        _ = try await perform(.deleteTag(name: try context.tagName()), request, context)
        return Response(status: .noContent)
    }

    private func perform(
        _ command: TaskCommand, _ request: Request, _ context: TodoRequestContext
    ) async throws -> Tag {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let outcome = try await tasks.perform(command, try CommandContext(request, context))
        guard let tag = outcome.tag else { throw Problem.unforeseen }
        return tag
    }
}

internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of saved filters.
struct SavedFilterRoutes: Sendable {
    let tasks: TaskService

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("filters", [.get: list, .post: create])
        group.resource("filters/:name", [.get: read, .patch: update, .delete: delete])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        return try .json(try await tasks.savedFilters(of: try context.requireUser()))
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        return try .json(try await tasks.savedFilter(try context.filterName(), of: try context.requireUser()))
    }

    @Sendable private func create(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let input = try SavedFilterInput(json: try await request.json(), isNew: true)
        let filter = try await perform(.createFilter(input), request, context)
        let user = try context.requireUser()
        let location = "/api/\(PercentCoding.encode(user.rawValue))/filters/\(PercentCoding.encode(filter.name))"
        return try .json(filter, status: .created, headers: [.location: location])
    }

    @Sendable private func update(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let input = try SavedFilterInput(json: try await request.json(), isNew: false)
        return try .json(try await perform(.updateFilter(name: try context.filterName(), input), request, context))
    }

    @Sendable private func delete(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await request.expectNoInput()
        _ = try await perform(.deleteFilter(name: try context.filterName()), request, context)
        return Response(status: .noContent)
    }

    private func perform(
        _ command: TaskCommand, _ request: Request, _ context: TodoRequestContext
    ) async throws -> SavedFilter {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let outcome = try await tasks.perform(command, try CommandContext(request, context))
        guard let filter = outcome.savedFilter else { throw Problem.unforeseen }
        return filter
    }
}

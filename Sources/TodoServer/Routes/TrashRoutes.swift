internal import HTTPTypes
internal import Hummingbird
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of deleted tasks.
struct TrashRoutes: Sendable {
    let tasks: TaskService

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("trash", [.get: list, .delete: empty])
        group.resource("trash/:id", [.get: read, .delete: purge])
        group.resource("trash/:id/restore", [.post: restore])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let trash = try await tasks.trash(of: try context.requireUser())
        return try .json(trash.map(TrashedTaskDocument.init))
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let trashed = try await tasks.trashedTask(try context.taskID(), of: try context.requireUser())
        return try .json(TrashedTaskDocument(trashed), headers: [.eTag: Response.entityTag(trashed.task)])
    }

    @Sendable private func restore(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let outcome = try await tasks.perform(.restore(try context.taskID()), try CommandContext(request, context))
        guard let task = outcome.task else { throw Problem.unforeseen }
        return try .task(task, headers: [.location: TaskRoutes.path(of: task)])
    }

    @Sendable private func purge(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let id = try context.taskID()
        let outcome = try await tasks.perform(.purge([id]), try CommandContext(request, context))
        guard outcome.purgedCount != 0 else { throw TaskRefusal.notFound("task \(id) in the trash") }
        return Response(status: .noContent)
    }

    /// Emptying has the same effect however often it is asked for, so a key adds nothing: it would only refuse a second
    /// time what by then is another set of tasks.
    @Sendable private func empty(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        var command = try CommandContext(request, context)
        command.idempotencyKey = nil
        try await tasks.emptyTrash(command)
        return Response(status: .noContent)
    }
}

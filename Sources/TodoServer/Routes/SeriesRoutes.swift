internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of series: skip, undo, pause, resume, and the history.
struct SeriesRoutes: Sendable {
    let tasks: TaskService

    /// The most dates that one answer tells ahead.
    private static let mostUpcoming: Int64 = 366

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("tasks/:id/skip", [.post: skip])
        group.resource("tasks/:id/undo", [.post: undo])
        group.resource("tasks/:id/series/pause", [.post: pause])
        group.resource("tasks/:id/series/resume", [.post: resume])
        group.resource("tasks/:id/occurrences", [.get: list])
    }

    @Sendable private func skip(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await perform(.skip(try context.taskID()), request, context)
    }

    @Sendable private func undo(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await perform(.undo(try context.taskID()), request, context)
    }

    @Sendable private func pause(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await perform(.pauseSeries(try context.taskID()), request, context)
    }

    @Sendable private func resume(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await perform(.resumeSeries(try context.taskID()), request, context)
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["upcoming"])
        let upcoming = try parameters.integer("upcoming", in: 0...SeriesRoutes.mostUpcoming) ?? 0
        let history = try await tasks.history(
            of: try context.taskID(), of: try context.requireUser(), upcoming: Int(upcoming))
        return try .json(history)
    }

    private func perform(
        _ command: TaskCommand, _ request: Request, _ context: TodoRequestContext
    ) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let outcome = try await tasks.perform(command, try CommandContext(request, context))
        guard let task = outcome.task else { throw Problem.unforeseen }
        return try .task(task)
    }
}

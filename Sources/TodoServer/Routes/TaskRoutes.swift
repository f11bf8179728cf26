internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of tasks.
struct TaskRoutes: Sendable {
    let tasks: TaskService
    let zones: any ZoneDatabase

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("tasks", [.get: list, .post: create])
        group.resource("tasks/:id", [.get: read, .put: replace, .patch: patch, .delete: delete])
        group.resource("tasks/:id/complete", [.patch: toggle])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let user = try context.requireUser()
        var saved: SavedFilter?
        if let name = try TaskListRequest.savedFilterName(in: request.uri.query) {
            saved = try await tasks.savedFilter(name, of: user)
        }
        let list = try TaskListRequest(request.uri.query, of: user, saved: saved)
        let context =
            list.needsContext ? try await tasks.filterContext(of: user, at: list.cursor?.asOf) : .timeless
        let query = list.query(in: context)
        var found = try await tasks.tasks(of: user, matching: query)
        var headers: HTTPFields = [:]
        if let limit = list.limit, found.count > limit {
            found.removeLast(found.count - limit)
            if let last = found.last {
                let next = list.addressOfNext(after: query.place(of: last), asOf: context.now)
                headers[.link] = "<\(TaskRoutes.path(of: user))?\(next)>; rel=\"next\""
            }
        }
        if list.wantsCount { headers[.totalCount] = String(try await tasks.count(of: user, matching: query)) }
        var writer = JSONWriter(capacity: 64 + found.count * 512)
        try writer.write(found)
        return .json(bytes: writer.bytes, headers: headers)
    }

    @Sendable private func create(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let input = try await input(request, .create)
        let task = try await perform(.create(input), request, context)
        return try .task(task, status: .created, headers: [.location: TaskRoutes.path(of: task)])
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let task = try await tasks.task(try context.taskID(), of: try context.requireUser())
        guard !request.alreadyHas(version: task.version) else {
            return Response(status: .notModified, headers: [.eTag: Response.entityTag(task)])
        }
        return try .task(task)
    }

    @Sendable private func replace(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let input = try await input(request, .replace)
        return try .task(try await perform(.update(try context.taskID(), input), request, context))
    }

    @Sendable private func patch(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request.uri.query, allowing: ["scope"])
        var input = try await input(request, .patch)
        input.scope = try parameters.optionalChoice("scope")
        let outcome = try await tasks.perform(
            .update(try context.taskID(), input), try CommandContext(request, context))
        guard let task = outcome.task else { throw Problem.unforeseen }
        return try .task(task)
    }

    @Sendable private func toggle(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await request.expectNoInput()
        return try .task(try await perform(.toggle(try context.taskID()), request, context))
    }

    @Sendable private func delete(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        try await request.expectNoInput()
        _ = try await perform(.delete(try context.taskID()), request, context)
        return Response(status: .noContent)
    }

    private func input(_ request: Request, _ mode: TaskInput.Mode) async throws -> TaskInput {
        try TaskInput(json: try await request.json(), mode: mode, zones: zones)
    }

    private func perform(
        _ command: TaskCommand, _ request: Request, _ context: TodoRequestContext
    ) async throws -> TodoTask {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let outcome = try await tasks.perform(command, try CommandContext(request, context))
        guard let task = outcome.task else { throw Problem.unforeseen }
        return task
    }

    static func path(of task: TodoTask) -> String { "\(path(of: task.userID))/\(task.id)" }

    private static func path(of user: UserID) -> String { "/api/\(PercentCoding.encode(user.rawValue))/tasks" }
}

extension Response {
    /// A task with its version as entity tag; throws `EncodingError`.
    static func task(
        _ task: TodoTask, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.eTag] = entityTag(task)
        var writer = JSONWriter()
        try writer.write(TaskDocument(task))
        return .json(bytes: writer.bytes, status: status, headers: headers)
    }

    static func entityTag(_ task: TodoTask) -> String { "\"\(task.version)\"" }
}

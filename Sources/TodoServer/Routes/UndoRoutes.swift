internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Takes the user's last change back.
struct UndoRoutes: Sendable {
    let tasks: TaskService

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("undo", [.post: undo])
    }

    @Sendable private func undo(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        return try .json(
            UndoneDocument(try await tasks.perform(.undoLast, try CommandContext(request, context))))
    }
}

/// What is after a change was taken back; what the change did not concern is absent.
struct UndoneDocument: Encodable {
    let task: TaskDocument?
    let removedTaskID: TaskID?
    let tag: Tag?
    let settings: UserSettings?
    let savedFilter: SavedFilter?

    init(_ outcome: CommandOutcome) {
        task = outcome.task.map(TaskDocument.init)
        removedTaskID = outcome.removedTaskID
        tag = outcome.tag
        settings = outcome.settings
        savedFilter = outcome.savedFilter
    }

    private enum CodingKeys: String, CodingKey {
        case task, tag, settings
        case removedTaskID = "removed_task_id"
        case savedFilter = "saved_filter"
    }
}

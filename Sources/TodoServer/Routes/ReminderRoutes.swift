internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of a task's reminders.
struct ReminderRoutes: Sendable {
    let tasks: TaskService

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("tasks/:id/reminders", [.get: list, .post: add])
        group.resource("tasks/:id/reminders/:reminder_id", [.get: read, .delete: remove])
    }

    @Sendable private func list(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let task = try await task(request, context)
        return try .json(task.reminders.map { ReminderDocument($0, of: task.id) })
    }

    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        let task = try await task(request, context)
        let id = try context.reminderID()
        guard let reminder = task.reminders.first(where: { $0.id == id }) else {
            throw TaskRefusal.notFound("reminder \(id) of task \(task.id)")
        }
        return try .json(ReminderDocument(reminder, of: task.id))
    }

    @Sendable private func add(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let input = try ReminderInput(json: try await request.json())
        let id = try context.taskID()
        let outcome = try await tasks.perform(.addReminder(id, input), try CommandContext(request, context))
        guard let task = outcome.task, let reminder = outcome.reminder else { throw Problem.unforeseen }
        let location = "\(TaskRoutes.path(of: task))/reminders/\(reminder.id)"
        return try .json(ReminderDocument(reminder, of: id), status: .created, headers: [.location: location])
    }

    @Sendable private func remove(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let command = TaskCommand.removeReminder(try context.taskID(), try context.reminderID())
        _ = try await tasks.perform(command, try CommandContext(request, context))
        return Response(status: .noContent)
    }

    private func task(_ request: Request, _ context: TodoRequestContext) async throws -> TodoTask {
        _ = try QueryParameters(request.uri.query, allowing: [])
        return try await tasks.task(try context.taskID(), of: try context.requireUser())
    }
}

/// A reminder as clients see it: every field is there, absent values as null.
private struct ReminderDocument: Encodable {
    let reminder: Reminder
    let taskID: TaskID

    init(_ reminder: Reminder, of taskID: TaskID) {
        self.reminder = reminder
        self.taskID = taskID
    }

    private enum CodingKeys: String, CodingKey {
        case id, status
        case taskID = "task_id"
        case remindAt = "remind_at"
        case sentAt = "sent_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reminder.id, forKey: .id)
        try container.encode(taskID, forKey: .taskID)
        try container.encode(reminder.remindAt, forKey: .remindAt)
        try container.encode(reminder.status, forKey: .status)
        try container.encode(reminder.sentAt, forKey: .sentAt)
    }
}

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The REST surface of a task's reminders.
struct ReminderRoutes: Sendable {
    let tasks: TaskService
    let zones: any ZoneDatabase

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("tasks/:id/reminders", [.get: list, .post: add])
        group.resource("tasks/:id/reminders/:reminder_id", [.get: read, .delete: remove])
        group.resource("tasks/:id/reminders/:reminder_id/snooze", [.post: snooze])
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

    @Sendable private func snooze(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        let id = try context.taskID()
        let command = try snoozing(id, try await request.json(), context)
        let outcome = try await tasks.perform(command, try CommandContext(request, context))
        guard let reminder = outcome.reminder else { throw Problem.unforeseen }
        return try .json(ReminderDocument(reminder, of: id))
    }

    // Apart from the handler, as Swift 6.3's optimiser crashes on the whole.
    @inline(never)
    private func snoozing(_ id: TaskID, _ json: JSONValue, _ context: TodoRequestContext) throws -> TaskCommand {
        .snoozeReminder(id, try context.reminderID(), try SnoozeInput(json: json, zones: zones))
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
struct ReminderDocument: Encodable {
    let reminder: Reminder
    let taskID: TaskID

    init(_ reminder: Reminder, of taskID: TaskID) {
        self.reminder = reminder
        self.taskID = taskID
    }

    private enum CodingKeys: String, CodingKey {
        case id, status, offset, automatic
        case taskID = "task_id"
        case remindAt = "remind_at"
        case cancelledBecause = "cancelled_because"
        case snoozedFrom = "snoozed_from"
        case sentAt = "sent_at"
        case latenessMilliseconds = "lateness_milliseconds"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reminder.id, forKey: .id)
        try container.encode(taskID, forKey: .taskID)
        try container.encode(reminder.remindAt, forKey: .remindAt)
        try container.encode(reminder.offset, forKey: .offset)
        try container.encode(reminder.isAutomatic, forKey: .automatic)
        try container.encode(reminder.status, forKey: .status)
        try container.encode(reminder.cancelledBecause, forKey: .cancelledBecause)
        try container.encode(reminder.snoozedFrom, forKey: .snoozedFrom)
        try container.encode(reminder.sentAt, forKey: .sentAt)
        try container.encode(reminder.latenessMilliseconds, forKey: .latenessMilliseconds)
    }
}

internal import HTTPTypes
internal import TodoDomain

/// A task's reminders.
enum ReminderOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listReminders", method: .get, path: collection, group: .reminders, summary: "Lists a task's reminders",
            parameters: [TaskOperations.id], answers: [.json(200, .named("Reminders"), "All of them")],
            examples: [list]),
        APIOperation(
            id: "addReminder", method: .post, path: collection, group: .reminders,
            summary: "Adds a reminder to a task", details: "At an instant, or at a distance to the due date.",
            parameters: [TaskOperations.id, .ifMatch] + APIParameter.command, body: .named("NewReminder"),
            answers: [.json(201, .named("Reminder"), "The reminder", headers: [.location], links: links)],
            refusals: .ofCommand + [.conflict, .versionMismatch], examples: [add, addRelative]),
        APIOperation(
            id: "getReminder", method: .get, path: item, group: .reminders, summary: "Reads a reminder",
            parameters: [TaskOperations.id, id], answers: [.json(200, .named("Reminder"), "The reminder")],
            examples: [read]),
        APIOperation(
            id: "removeReminder", method: .delete, path: item, group: .reminders,
            summary: "Takes a reminder from a task",
            parameters: [TaskOperations.id, id, .ifMatch] + APIParameter.command,
            answers: [.empty(204, "It is gone")],
            refusals: .ofCommand + .ofNoInput + [.conflict, .versionMismatch], examples: [remove]),
        APIOperation(
            id: "snoozeReminder", method: .post, path: item + "/snooze", group: .reminders,
            summary: "Reminds again later", details: "In place of the reminder, which gets another identity.",
            parameters: [TaskOperations.id, id, .ifMatch] + APIParameter.command, body: .named("Snooze"),
            answers: [.json(200, .named("Reminder"), "The reminder that comes in its place", links: links)],
            refusals: .ofCommand + [.conflict, .versionMismatch], examples: [snooze]),
    ]

    private static let collection = TaskOperations.item + "/reminders"
    private static let item = collection + "/{reminder_id}"
    private static let id = APIParameter.path("reminder_id", .identity, "The reminder")

    private static let links = ["getReminder", "removeReminder", "snoozeReminder"].map { operation in
        APIAnswer.Link(
            operation: operation,
            parameters: [
                "id": "$response.body#/task_id", "reminder_id": "$response.body#/id",
                "user_id": "$request.path.user_id",
            ])
    }

    /// A reminder as it is answered; other examples differ from it in some members.
    private static let morning: JSONValue = [
        "id": 1, "task_id": 1, "remind_at": "2026-02-01T08:00:00Z", "offset": nil, "automatic": false,
        "status": "pending", "cancelled_because": nil, "snoozed_from": nil, "sent_at": nil,
        "lateness_milliseconds": nil,
    ]

    private static let place = ["id": "1", "reminder_id": "1"]

    private static let add = APIExample(
        name: "add-reminder", text: "At an instant", after: ["create-task"], path: TaskExamples.first,
        body: ["remind_at": "2026-02-01T08:00:00Z"], status: 201, answer: morning)

    private static let addRelative = APIExample(
        name: "add-reminder-before-due", text: "An hour before the task is due", after: ["create-repeating-task"],
        path: TaskExamples.first, body: ["offset": "-PT1H"], status: 201,
        answer: morning.with(["remind_at": "2026-01-31T14:00:00Z", "offset": "-PT1H"]))

    private static let list = APIExample(
        name: "list-reminders", text: "Of one task", after: ["create-task", "add-reminder"], path: TaskExamples.first,
        status: 200, answer: [morning])

    private static let read = APIExample(
        name: "read-reminder", text: "One reminder", after: ["create-task", "add-reminder"], path: place, status: 200,
        answer: morning)

    private static let remove = APIExample(
        name: "remove-reminder", text: "Never mind", after: ["create-task", "add-reminder"], path: place, status: 204)

    private static let snooze = APIExample(
        name: "snooze-reminder", text: "In ten minutes", after: ["create-task", "add-reminder"], path: place,
        body: ["preset": "10m"], status: 200,
        answer: morning.with([
            "id": 2, "remind_at": "2026-01-31T09:10:00Z", "snoozed_from": "2026-02-01T08:00:00Z",
        ]))
}

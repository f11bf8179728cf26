internal import TodoDomain

/// Tasks in requests and answers.
enum TaskExamples {
    /// A task as it is answered; other examples differ from it in some members.
    static let milk: JSONValue = [
        "id": 1, "user_id": .string(APIExample.user), "title": "Buy milk", "description": "", "completed": false,
        "priority": "medium", "due_date": nil, "time_zone": nil, "reminder_at": nil, "recurring_pattern": nil,
        "next_occurrence": nil, "tags": ["shopping"], "version": 1, "created_at": "2026-01-31T09:00:00Z",
        "updated_at": "2026-01-31T09:00:00Z",
    ]

    /// A task that repeats.
    static let rent: JSONValue = milk.with([
        "title": "Pay rent", "priority": "high", "due_date": "2026-01-31T20:00:00", "time_zone": "Asia/Karachi",
        "recurring_pattern": "monthly", "next_occurrence": "2026-02-28T20:00:00", "tags": [],
        "series": [
            "id": 1, "occurrence": "2026-01-31T20:00:00", "number": nil, "count": nil, "repeat_from": "due",
            "missed": "next_future", "advance": "on_completion", "paused": false, "skipped": false, "exdates": [],
            "rdates": [],
        ],
    ])

    static let first = ["id": "1"]

    static let create = APIExample(
        name: "create-task", text: "A task with a tag, which is made for it",
        body: ["title": "Buy milk", "tags": ["shopping"]], status: 201, answer: milk)

    static let createRepeating = APIExample(
        name: "create-repeating-task", text: "Monthly, on the last day of shorter months",
        body: [
            "title": "Pay rent", "priority": "high", "due_date": "2026-01-31T20:00:00", "time_zone": "Asia/Karachi",
            "recurring_pattern": "monthly",
        ], status: 201, answer: rent)

    static let createRefused = APIExample(
        name: "create-task-refused", text: "Every fault of the input is told at once",
        body: ["titel": "Buy milk", "priority": "urgent"], status: 422,
        answer: [
            "type": "/problems/invalid", "title": "The input is invalid", "status": 422, "code": "invalid",
            "detail": "3 fields are not acceptable; errors names each", "instance": "/api/ada/tasks",
            "correlation_id": "5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6",
            "errors": [
                [
                    "pointer": "/priority", "code": "invalid",
                    "detail": "'urgent' is no priority; use high, medium or low",
                ],
                [
                    "pointer": "/titel", "code": "unknown_field",
                    "detail": .string(
                        "no such field; the fields are completed, description, due_date, parent_id, priority,"
                            + " recurrence, recurring_pattern, reminder_at, tags, time_zone, title"),
                ],
                ["pointer": "/title", "code": "missing", "detail": "a title of 1 to 200 characters is required"],
            ],
        ], varying: ["/correlation_id"])

    static let list = APIExample(
        name: "list-tasks", text: "Open tasks with a tag, those due first at the top", after: ["create-task"],
        query: "status=pending&tag=shopping&sort=due_date&count=true", status: 200, answer: [milk])

    static let listRefused = APIExample(
        name: "list-tasks-refused", text: "A filter that breaks off", query: "filter=priority%20%3D", status: 400)

    static let read = APIExample(
        name: "read-task", text: "One task", after: ["create-task"], path: first, status: 200, answer: milk)

    static let readUnchanged = APIExample(
        name: "read-unchanged-task", text: "Nothing has changed since version 1", after: ["create-task"], path: first,
        headers: ["If-None-Match": "\"1\""], status: 304)

    static let readAbsent = APIExample(
        name: "read-absent-task", text: "No such task", path: ["id": "7"], status: 404)

    static let replace = APIExample(
        name: "replace-task", text: "The tags, being left out, are gone", after: ["create-task"], path: first,
        body: ["title": "Buy oat milk", "priority": "low"], status: 200,
        answer: milk.with(["title": "Buy oat milk", "priority": "low", "tags": [], "version": 2]))

    static let patch = APIExample(
        name: "update-task", text: "A due date for version 1", after: ["create-task"], path: first,
        headers: ["If-Match": "\"1\""], body: ["due_date": "2026-02-01", "priority": "high"], status: 200,
        answer: milk.with(["due_date": "2026-02-01", "priority": "high", "version": 2]))

    static let patchOutdated = APIExample(
        name: "update-outdated-task", text: "Somebody was faster", after: ["create-task", "update-task"], path: first,
        headers: ["If-Match": "\"1\""], body: ["title": "Buy two pints of milk"], status: 412)

    static let delete = APIExample(
        name: "delete-task", text: "The task goes, its tag stays", after: ["create-task"], path: first, status: 204)

    static let complete = APIExample(
        name: "complete-task", text: "Done", after: ["create-task"], path: first, status: 200,
        answer: milk.with(["completed": true, "version": 2]))
}

internal import HTTPTypes
internal import TodoDomain

/// Tasks: making, reading, changing, completing and deleting them.
enum TaskOperations {
    static let all: [APIOperation] = [list, create, read, replace, patch, delete, complete]

    private static let collection = "/api/{user_id}/tasks"
    static let item = "/api/{user_id}/tasks/{id}"
    static let id = APIParameter.path("id", .identity, "The task")

    private static let list = APIOperation(
        id: "listTasks", method: .get, path: collection, group: .tasks, summary: "Lists tasks",
        details: "Without parameters it lists all of them, in the order in which they were created. What a `filter`"
            + " may say is in `docs/tasks-api.md`.",
        parameters: TaskListParameters.all,
        answers: [
            .json(
                200, .named("Tasks"), "The tasks that match",
                headers: [
                    .init(
                        name: "Link", schema: .text(pattern: #"^<.+>; rel="next"$"#),
                        text: "Where the list goes on, unless this is its end", isAlways: false),
                    .init(
                        name: "X-Total-Count", schema: .text(pattern: "^[0-9]+$"),
                        text: "How many match on all pages, with `count=true`", isAlways: false),
                ])
        ],
        refusals: [.notFound], examples: [TaskExamples.list, TaskExamples.listRefused])

    private static let create = APIOperation(
        id: "createTask", method: .post, path: collection, group: .tasks, summary: "Makes a task",
        parameters: APIParameter.command, body: .named("NewTask"),
        answers: [
            .json(
                201, .named("Task"), "The task", headers: [.entityTag, .location], links: links("$response.body#/id"))
        ],
        refusals: .ofCommand,
        examples: [TaskExamples.create, TaskExamples.createRepeating, TaskExamples.createRefused])

    private static let read = APIOperation(
        id: "getTask", method: .get, path: item, group: .tasks, summary: "Reads a task",
        parameters: [id, .ifNoneMatch],
        answers: [
            .json(200, .named("Task"), "The task", headers: [.entityTag]),
            .empty(304, "It is known already", headers: [.entityTag]),
        ],
        examples: [TaskExamples.read, TaskExamples.readUnchanged, TaskExamples.readAbsent])

    private static let replace = APIOperation(
        id: "replaceTask", method: .put, path: item, group: .tasks, summary: "Puts another task in its place",
        details: "What is left out gets its default. What only the server sets may be repeated, to no effect.",
        parameters: [id, .ifMatch] + APIParameter.command, body: .named("TaskReplacement"),
        answers: [.json(200, .named("Task"), "The task as it is now", headers: [.entityTag])],
        refusals: .ofCommand + [.conflict, .versionMismatch], examples: [TaskExamples.replace])

    private static let patch = APIOperation(
        id: "updateTask", method: .patch, path: item, group: .tasks, summary: "Changes some fields of a task",
        details: "What is left out stays. Of a task that repeats, `scope` says which occurrences are meant.",
        parameters: [
            id,
            .query(
                "scope", .choice(EditScope.allCases.map(\.rawValue)),
                "Which occurrences are meant: this one, this and those after it, or all from this open one on"),
            .ifMatch,
        ] + APIParameter.command,
        body: .named("TaskPatch"),
        answers: [.json(200, .named("Task"), "The task as it is now", headers: [.entityTag])],
        refusals: .ofCommand + [.conflict, .versionMismatch],
        examples: [TaskExamples.patch, TaskExamples.patchOutdated])

    private static let delete = APIOperation(
        id: "deleteTask", method: .delete, path: item, group: .tasks, summary: "Deletes a task",
        parameters: [id, .ifMatch] + APIParameter.command, answers: [.empty(204, "It is gone")],
        refusals: .ofCommand + .ofNoInput + [.conflict, .versionMismatch], examples: [TaskExamples.delete])

    private static let complete = APIOperation(
        id: "toggleTask", method: .patch, path: item + "/complete", group: .tasks,
        summary: "Completes a task, or opens it again",
        details: "Of a task that repeats, the next occurrence is made soon after.",
        parameters: [id, .ifMatch] + APIParameter.command,
        answers: [.json(200, .named("Task"), "The task as it is now", headers: [.entityTag])],
        refusals: .ofCommand + .ofNoInput + [.conflict, .versionMismatch], examples: [TaskExamples.complete])

    /// What can be done with a task whose identity is found there.
    static func links(_ id: String) -> [APIAnswer.Link] {
        [
            "getTask", "replaceTask", "updateTask", "deleteTask", "toggleTask", "skipOccurrence", "undoCompletion",
            "pauseSeries", "resumeSeries", "listOccurrences", "listReminders", "addReminder", "getTrashedTask",
            "restoreTask", "purgeTask",
        ].map { .init(operation: $0, parameters: ["id": id, "user_id": "$request.path.user_id"]) }
    }
}

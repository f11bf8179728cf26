internal import TodoDomain

/// Deleted tasks, and what is there after a change was taken back.
enum TrashSchemas {
    static let all: [String: APISchema] = [
        "TrashedTask": .object([
            .required("task", .named("Task")),
            .required("subtasks", APISchema.list(of: .named("Task")).described("They come back with it")),
            .required("deleted_at", .instant),
            .required("expires_at", APISchema.instant.described("From then on it is gone for good")),
        ]),
        "Undone": .object([
            .optional("task", .named("Task")),
            .optional("removed_task_id", APISchema.identity.described("A task that is gone by now")),
            .optional("tag", .named("Tag")),
            .optional("settings", .named("Settings")),
            .optional("saved_filter", .named("SavedFilter")),
        ]),
    ]
}

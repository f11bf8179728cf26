internal import TodoDomain
internal import TodoPorts

/// What a list of tasks can be asked for.
enum TaskListParameters {
    static let all: [APIParameter] = [
        .query("status", .choice(["all", "pending", "completed"]), "Open tasks, done ones, or both"),
        .query(
            "priority",
            APISchema.list(of: .choice(Priority.allCases.map(\.rawValue)), atMost: Priority.allCases.count),
            "Any of these priorities"),
        .query(
            "tag", .list(of: .text(1...50), atMost: 20),
            "With any of these tags, ignoring case; a comma is part of a name"),
        .query("due_after", moment, "Due at that moment or later"),
        .query("due_before", moment, "Due before that moment"),
        .query("overdue", truth, "`true`: open tasks whose due date has passed; `false`: the others"),
        .query("recurring", truth, "`true`: occurrences of a series; `false`: other tasks"),
        .query("has_reminder", truth, "`true`: tasks with a reminder that waits; `false`: the others"),
        .query("q", .text(0...200), "All of these words in title, description or tags"),
        .query("filter", .text(1...2_000, format: "task-filter"), "Tasks that satisfy this expression"),
        .query("sort", .choice(TaskQuery.Sort.allCases.map(\.rawValue)), "What they are sorted by"),
        .query("order", .choice(["asc", "desc"]), "Ascending or descending"),
        .query("limit", .integer(1...500), "At most so many; all when it is left out"),
        .query(
            "cursor", .text(1...65_536, pattern: "^[A-Za-z0-9_-]+$", format: "cursor"),
            "Goes on where a page ended, as its `Link` says"),
        .query(
            "parent", .text(pattern: "^(none|[1-9][0-9]{0,17})$"),
            "Subtasks of that task; `none`: tasks that are no subtasks"),
        .query("saved_filter", .text(), "Tasks that satisfy the saved filter of that name, in its order"),
        .query("count", truth, "`true`: how many match on all pages, in `X-Total-Count`"),
    ]

    private static let truth: APISchema = .choice(["true", "false"])
    private static let moment: APISchema = .text(1...100, format: "moment")
}

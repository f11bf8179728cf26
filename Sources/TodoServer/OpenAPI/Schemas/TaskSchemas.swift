internal import TodoDomain

/// Tasks as they are answered.
enum TaskSchemas {
    static let all: [String: APISchema] = [
        "Task": task, "Tasks": .list(of: .named("Task")), "SeriesPlace": seriesPlace,
    ]

    private static let task: APISchema = .object([
        .required("id", .identity),
        .required("user_id", .text(1...255)),
        .required("title", .text(pattern: APISchema.someText).described("What to do")),
        .required("description", .text(pattern: APISchema.anyText).described("Details; empty when there are none")),
        .required("completed", .boolean),
        .required("priority", .choice(Priority.allCases.map(\.rawValue))),
        .required("due_date", APISchema.due.orNull.described("When it is due, as entered")),
        .required("time_zone", APISchema.timeZone.orNull.described("Zone of the due date; null when it has none")),
        .required("reminder_at", APISchema.instant.orNull.described("Instant of its first reminder")),
        .required("recurring_pattern", APISchema.text().orNull.described("Recurrence rule; null when it repeats not")),
        .required("next_occurrence", APISchema.due.orNull.described("Due date of the occurrence after this one")),
        .optional("series", APISchema.named("SeriesPlace").described("There when the task repeats")),
        .optional("parent_id", APISchema.identity.described("There when it is a subtask of that task")),
        .required("tags", .list(of: .text(pattern: APISchema.someText), atMost: 20)),
        .required("version", APISchema.integer(from: 1).described("Rises with each change; also the entity tag")),
        .required("created_at", .instant),
        .required("updated_at", .instant),
    ])

    private static let seriesPlace: APISchema = .object([
        .required("id", .identity.described("Identity of the series: that of its first task")),
        .required("occurrence", .reading.described("The reading that the rule gave this occurrence")),
        .required("number", APISchema.integer(from: 1).orNull.described("Its place, for rules with a count")),
        .required("count", APISchema.integer(from: 1).orNull.described("The most dates of the rule")),
        .required("repeat_from", .choice(SeriesSettings.RepeatFrom.allCases.map(\.rawValue))),
        .required("missed", .choice(SeriesSettings.Missed.allCases.map(\.rawValue))),
        .required("advance", .choice(SeriesSettings.Advance.allCases.map(\.rawValue))),
        .required("paused", .boolean),
        .required("skipped", .boolean),
        .required("exdates", .list(of: .reading)),
        .required("rdates", .list(of: .reading)),
    ])
}

internal import TodoDomain

/// What became of a series.
enum SeriesSchemas {
    static let all: [String: APISchema] = ["SeriesHistory": history, "Occurrence": occurrence]

    private static let history: APISchema = .object([
        .required("series_id", .identity),
        .required("occurrences", .list(of: .named("Occurrence")).described("By reading")),
        .required("upcoming", .list(of: .due).described("Dates that come next, were the newest occurrence done now")),
    ])

    private static let occurrence: APISchema = .object([
        .required("occurrence", .reading.described("The reading that the rule gave")),
        .required("due_date", .due.described("As the task has it")),
        .required("status", .choice(["open", "done", "skipped"])),
        .required("completed_at", APISchema.instant.orNull),
        .required("task_id", APISchema.identity.orNull.described("null where no task was made")),
    ])
}

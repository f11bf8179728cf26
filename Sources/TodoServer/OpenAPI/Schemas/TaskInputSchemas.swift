internal import TodoDomain

/// Tasks as they are sent.
enum TaskInputSchemas {
    static let all: [String: APISchema] = [
        "NewTask": .object([.required("title", .title)] + fields),
        "TaskReplacement": .object([.required("title", .title)] + fields + readOnly),
        "TaskPatch": .object([.optional("title", .title)] + fields),
        "Recurrence": recurrence,
    ]

    private static let fields: [APISchema.Member] = [
        .optional(
            "description",
            APISchema.text(0...1_000, pattern: APISchema.anyText).orNull.described("Details; null for none")),
        .optional(
            "priority", APISchema.choice(Priority.allCases.map(\.rawValue)).orNull.described("null is `medium`")),
        .optional("due_date", APISchema.dueDate.orNull),
        .optional("time_zone", APISchema.timeZone.orNull),
        .optional("reminder_at", APISchema.instant.orNull.described("Sets its first reminder; null takes it away")),
        .optional(
            "recurring_pattern",
            APISchema.rule.orNull.described(
                "`daily`, `weekly`, `monthly`, `yearly` or a rule of RFC 5545; needs a due date; null stops it")),
        .optional("recurrence", APISchema.named("Recurrence").orNull.described("In place of `recurring_pattern`")),
        .optional("parent_id", APISchema.identity.orNull.described("Makes it a subtask of that task; null of none")),
        .optional(
            "tags",
            APISchema.list(of: .tagName, atMost: 20).with(["uniqueItems": true]).orNull
                .described("Names of its tags, each once, ignoring case; those that are new are made")),
        .optional("completed", .boolean),
    ]

    /// What a replacement may repeat, to no effect.
    private static let readOnly: [APISchema.Member] = TaskInput.readOnlyFields.sorted().map {
        .optional($0, APISchema([:]).described("Passed over"))
    }

    private static let recurrence: APISchema = .object([
        .optional("rule", .rule),
        .optional("repeat_from", choice(SeriesSettings.RepeatFrom.self, "What the next date is reckoned from")),
        .optional("missed", choice(SeriesSettings.Missed.self, "What becomes of dates that pass unseen")),
        .optional("advance", choice(SeriesSettings.Advance.self, "When the next occurrence is made")),
        .optional("exdates", dates("Dates of the rule that are no occurrences")),
        .optional("rdates", dates("Dates that are occurrences beside those of the rule")),
    ])

    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ type: Choice.Type, _ text: String
    ) -> APISchema {
        APISchema.choice(Choice.allCases.map(\.rawValue)).orNull.described(text)
    }

    private static func dates(_ text: String) -> APISchema {
        APISchema.list(of: .localDate, atMost: SeriesUpdate.mostDates).orNull.described(text)
    }
}

internal import TodoDomain

/// Reminders as they are answered and sent.
enum ReminderSchemas {
    static let all: [String: APISchema] = [
        "Reminder": reminder, "Reminders": .list(of: .named("Reminder")), "NewReminder": newReminder,
        "Snooze": snooze,
    ]

    private static let reminder: APISchema = .object([
        .required("id", .identity),
        .required("task_id", .identity),
        .required("remind_at", .instant),
        .required("offset", APISchema.duration.orNull.described("Distance to the due date that it follows")),
        .required("automatic", .boolean.described("True when the user's settings made it")),
        .required("status", .choice(["pending", "sent", "failed", "cancelled"])),
        .required(
            "cancelled_because",
            APISchema.choice(["task_completed", "no_due_date", "passed", "switched_off"]).orNull),
        .required("snoozed_from", APISchema.instant.orNull.described("Its instant before it was snoozed first")),
        .required("sent_at", APISchema.instant.orNull),
        .required("lateness_milliseconds", APISchema.integer(from: 0).orNull),
    ])

    private static let newReminder = APISchema.object([
        .optional("remind_at", APISchema.instant.orNull.described("The instant to remind at")),
        .optional(
            "offset", APISchema.duration.orNull.described("Distance to the due date: `-PT1H` is an hour before it")),
    ]).with(["oneOf": [given("remind_at"), given("offset")]])

    private static let snooze = APISchema.object([
        .optional("preset", APISchema.choice(SnoozeInput.Preset.allCases.map(\.rawValue)).orNull),
        .optional("until", moment.orNull.described("A time on the user's clock, or that of `time_zone`")),
        .optional("time_zone", APISchema.timeZone.orNull.described("Beside `until` only")),
        .optional("for", span.orNull.described("That long from now: `PT15M`")),
    ]).with([
        "oneOf": [given("preset"), given("until"), given("for")],
        "if": given("time_zone"), "then": given("until"),
    ])

    private static let moment = APISchema.text(
        pattern: #"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"#
            + "([Zz]|[+-][0-9]{2}:[0-9]{2})?$", format: "moment-to-come")

    private static let span = APISchema.duration.with(["format": "span-to-come"])

    /// True of objects in which the member is there and not null.
    private static func given(_ name: String) -> JSONValue {
        ["required": [.string(name)], "properties": .object([name: ["not": ["type": "null"]]])]
    }
}

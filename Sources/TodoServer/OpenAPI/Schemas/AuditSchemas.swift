internal import TodoDomain

/// The audit trail as it is answered.
enum AuditSchemas {
    static let all: [String: APISchema] = [
        "AuditEntry": entry, "AuditEntries": .list(of: .named("AuditEntry")), "Change": change, "Effect": effect,
        "AuditVerdict": verdict,
    ]

    private static let hash = APISchema.text(pattern: "^[0-9a-f]{64}$")

    private static let entry: APISchema = .object([
        .required("user_id", .text(1...255)),
        .required("event_id", .text(1...300).described("Id of the event that told of the change")),
        .required("change", .named("Change")),
        .required("previous_hash", .text(pattern: "^([0-9a-f]{64})?$").described("Empty in the first entry")),
        .required("hash", hash.described("SHA-256 over the previous hash and this entry")),
    ])

    private static let change: APISchema = .object([
        .required("sequence", .integer(from: 1).described("Place among the user's changes, without gaps")),
        .required("kind", .choice(Change.Kind.allCases.map(\.rawValue))),
        .optional("task_id", .identity),
        .optional("reminder_id", .identity),
        .required("actor", .text(pattern: "^(user|agent|service:[a-z-]+)$")),
        .required("time", .instant),
        .required("correlation_id", .text(1...128)),
        .required("effects", .list(of: .named("Effect"))),
    ])

    private static let effect: APISchema = .object([
        .required(
            "op",
            .choice([
                "put_task", "remove_task", "withdraw_task", "put_tag", "rename_tag", "remove_tag", "put_settings",
                "put_record", "remove_record",
            ])),
        .optional("task", APISchema(["type": "object"]).described("The task as it is stored, with its reminders")),
        .optional("task_id", .identity),
        .optional("tag", .named("Tag")),
        .optional("from", .text(pattern: APISchema.someText)),
        .optional("to", .text(pattern: APISchema.someText)),
        .optional("name", .text(pattern: APISchema.someText)),
        .optional("settings", .named("Settings")),
        .optional(
            "record",
            APISchema(["type": "object"]).described("A saved filter, or a task in the trash")),
        .optional("record_id", .object([.required("kind", .text()), .required("key", .text())])),
    ])

    private static let verdict: APISchema = .object([
        .required("verified", .boolean),
        .required("entries", .integer(from: 0)),
        .required(
            "fault",
            APISchema.object([.required("sequence", .integer(from: 1)), .required("reason", .text())]).orNull
                .described("The first thing wrong with the trail")),
    ])
}

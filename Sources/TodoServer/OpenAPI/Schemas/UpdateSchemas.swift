internal import TodoDomain

/// Live updates as they are answered to requests that wait.
enum UpdateSchemas {
    static let all: [String: APISchema] = [
        "Position": position, "Updates": updates, "UpdateMessage": message, "Presence": presence,
    ]

    private static let position: APISchema = .object([
        .required("epoch", .text(1...128).described("Identity of the store's history")),
        .required("seq", .integer(from: 0).described("Sequence of the last change seen")),
    ])

    private static let presence: APISchema = .object([
        .required("connections", .integer(from: 0).described("WebSockets of the user that are open now"))
    ])

    private static let updates: APISchema = .object([
        .required("messages", .list(of: .named("UpdateMessage"), atMost: 1_000)),
        .required("position", APISchema.named("Position").described("From where to ask again")),
    ])

    private static let message: APISchema = .object([
        .required("type", .choice(["ready", "event", "notification", "caught_up", "must_refetch"])),
        .required("position", .named("Position")),
        .optional("topic", .constant("task-updates")),
        .optional("data", APISchema(["type": "object"]).described("The change, or the reminder to show")),
        .optional("changes", APISchema(["type": "object"]).described("Beside a reminder: what it changes")),
    ])
}

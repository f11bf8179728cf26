internal import TodoDomain
internal import TodoServices

/// What is answered about files, secret links and the end of an account.
enum FileSchemas {
    static let all: [String: APISchema] = [
        "ImportReport": report, "ImportedItem": item, "FormatFault": fault,
        "Feed": .object([
            .required("url", APISchema.text().orNull.described("null: the link was told when it was made")),
            .required("created_at", .instant),
        ]),
        "NewFeed": .object([
            .required("url", .text(pattern: #"^/feeds/[0-9a-f]{64}\.ics$"#).described("Where to read the calendar")),
            .required("created_at", .instant),
        ]),
        "ErasureConsent": consent,
        "Erasure": .object([
            .required("erased_at", .instant),
            .required("audit_entries", .integer(from: 0).described("How many entries the audit trail had")),
        ]),
    ]

    private static let count = APISchema.integer(from: 0)

    private static let report: APISchema = .object([
        .required("dry_run", .boolean.described("True: nothing was done, only tried")),
        .required("imported", count.described("Items that were taken, or would be")),
        .required("unchanged", count.described("Items that were there already")),
        .required("refused", count.described("Items that could not be taken")),
        .required("faults", .list(of: .named("FormatFault")).described("What is wrong with the file as a whole")),
        .required("notes", .list(of: .text()).described("What was passed over for good reason")),
        .required(
            "items",
            .list(of: .named("ImportedItem"), atMost: ImportReport.mostItems)
                .described("Refused ones first where there are more; the figures count all")),
    ])

    private static let item: APISchema = .object([
        .required("line", .integer(from: 1).described("Where it begins in the file")),
        .required("name", .text().described("What to call it")),
        .required("outcome", .choice(["imported", "unchanged", "refused"])),
        .optional("task_id", .identity.described("The task that it is")),
        .required("faults", .list(of: .named("FormatFault"), atMost: 20).described("Why it was refused")),
        .required(
            "notes", .list(of: .text(), atMost: 20).described("What became of it otherwise than its file says")),
    ])

    private static let fault: APISchema = .object([
        .required("line", .integer(from: 1)), .required("message", .text()),
    ])

    private static let consent = APISchema.object([
        .optional("password", AccountSchemas.password),
        .optional("confirm", .text(1...255).described("The user's `id`, of users who have no password here")),
    ]).with(["oneOf": [["required": ["password"]], ["required": ["confirm"]]]])
}

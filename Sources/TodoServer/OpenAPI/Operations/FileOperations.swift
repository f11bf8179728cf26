internal import HTTPTypes
internal import TodoDomain

/// Files in and out, secret links to calendars, and the end of an account.
enum FileOperations {
    static let all: [APIOperation] = exports + [take] + feeds + [erase]

    private static let exports: [APIOperation] = [
        file(
            "exportTasks", "export", "Everything of a user's tasks, tags and settings, to be imported again elsewhere",
            "application/x-ndjson", #"todo-export-[0-9]{4}-[0-9]{2}-[0-9]{2}\.jsonl"#),
        file(
            "exportCalendar", "export.ics", "Tasks as a calendar (RFC 5545)", CalendarOfTasks.mediaType,
            #"todo\.ics"#),
        file(
            "exportAccount", "data", "All that is stored of a user: the export with account and audit trail",
            "application/x-ndjson", #"todo-data-[0-9]{4}-[0-9]{2}-[0-9]{2}\.jsonl"#),
    ]

    private static func file(
        _ id: String, _ path: String, _ summary: String, _ mediaType: String, _ name: String
    ) -> APIOperation {
        let headers: [APIAnswer.Header] = [
            .init(
                name: "Content-Disposition", schema: .text(pattern: "^attachment; filename=\"\(name)\"$"),
                text: "What to call the file"),
            .noStore,
        ]
        return APIOperation(
            id: id, method: .get, path: "/api/{user_id}/" + path, group: .files, summary: summary,
            answers: [
                APIAnswer(
                    status: 200, text: "The file", content: .init(mediaType: mediaType, schema: .text()),
                    headers: headers)
            ],
            examples: [
                APIExample(name: "save-" + path.replacing(".", with: "-"), text: "Saves it as a file", status: 200)
            ])
    }

    private static let take = APIOperation(
        id: "importFile", method: .post, path: "/api/{user_id}/import", group: .files,
        summary: "Takes in a complete export, a calendar, or a table as Todoist exports it",
        details: "A file of at most 16 MiB. Each item is taken for itself, and the report tells of each that was not;"
            + " the same file once more changes nothing. A file of which nothing can be read is refused.",
        parameters: [
            .query("dry_run", .choice(["true", "false"]), "`true`: only to tell what would become of the file"),
            .query("incomplete", .choice(["true", "false"]), "`true`: takes what there is of an export that was cut"),
            .sourceClient, .traceParent,
        ],
        files: [
            .init(mediaType: "application/x-ndjson", schema: .text(format: "export-file")),
            .init(mediaType: "text/calendar", schema: .text(format: "calendar-file")),
            .init(mediaType: "text/csv", schema: .text(format: "table-file")),
        ],
        answers: [.json(200, .named("ImportReport"), "What became of the file")], examples: [tried, cut])

    private static let feeds: [APIOperation] = [
        APIOperation(
            id: "getFeed", method: .get, path: feed, group: .files,
            summary: "Tells whether there is a secret link to the calendar",
            answers: [.json(200, .named("Feed"), "There is one")],
            examples: [
                APIExample(
                    name: "read-feed", text: "The link itself is not kept", after: ["make-feed"], status: 200,
                    answer: ["url": nil, "created_at": "2026-01-31T09:00:00Z"])
            ]),
        APIOperation(
            id: "makeFeed", method: .post, path: feed, group: .files,
            summary: "Makes a secret link to the calendar, in place of a former one",
            details: "Calendar programs read the user's tasks there without a token.",
            answers: [
                .json(201, .named("NewFeed"), "The link, which is told here and never again", headers: [.noStore])
            ],
            refusals: .ofNoInput,
            examples: [
                APIExample(
                    name: "make-feed", text: "For a calendar program", status: 201,
                    answer: [
                        "url": .string("/feeds/" + String(repeating: "5f0c2d9e77aa41d0", count: 4) + ".ics"),
                        "created_at": "2026-01-31T09:00:00Z",
                    ], varying: ["/url"])
            ]),
        APIOperation(
            id: "removeFeed", method: .delete, path: feed, group: .files, summary: "Takes the secret link away",
            answers: [.empty(204, "It leads nowhere from now on")], refusals: .ofNoInput,
            examples: [
                APIExample(name: "remove-feed", text: "No more", after: ["make-feed"], status: 204),
                APIExample(name: "remove-absent-feed", text: "There is none", status: 404),
            ]),
        APIOperation(
            id: "readFeed", method: .get, path: "/feeds/{link}", group: .files,
            summary: "Reads the calendar behind a secret link", security: .open,
            parameters: [
                .path("link", .text(pattern: #"^[0-9a-f]{64}\.ics$"#), "The secret and `.ics`"), .ifNoneMatch,
            ],
            answers: [
                APIAnswer(
                    status: 200, text: "Tasks as a calendar (RFC 5545)",
                    content: .init(mediaType: CalendarOfTasks.mediaType, schema: .text()), headers: feedHeaders),
                .empty(304, "It is known already", headers: feedHeaders),
            ],
            refusals: [.unavailable, .unknownParameter, .invalidParameter],
            examples: [
                APIExample(
                    name: "read-absent-feed", text: "A link that was taken away",
                    path: ["link": String(repeating: "5f0c2d9e77aa41d0", count: 4) + ".ics"], status: 404)
            ]),
    ]

    private static let feed = "/api/{user_id}/feed"
    private static let feedHeaders: [APIAnswer.Header] = [
        .init(name: "ETag", schema: .text(pattern: #"^"[0-9]+-[0-9a-f]{8}"$"#), text: "Changes with the tasks"),
        .init(
            name: "Cache-Control", schema: .constant("private, no-cache"), text: "A copy is good once asked for"),
    ]

    private static let erase = APIOperation(
        id: "eraseAccount", method: .delete, path: "/api/{user_id}/account", group: .files,
        summary: "Erases the account and everything that is stored of the user",
        details: "At once and for good. Users who sign in here show their password, others repeat their `id`.",
        body: .named("ErasureConsent"),
        answers: [.json(200, .named("Erasure"), "All of it is gone", headers: [.noStore])],
        refusals: [.invalidCredentials],
        examples: [
            APIExample(
                name: "erase-account", text: "With the password", body: ["password": "correct horse"], status: 200,
                answer: ["erased_at": "2026-01-31T09:00:00Z", "audit_entries": 0]),
            APIExample(
                name: "erase-account-refused", text: "A wrong password", body: ["password": "battery staple"],
                status: 401),
        ])

    private static let tried = APIExample(
        name: "try-import", text: "What would become of a table", query: "dry_run=true",
        body: "TYPE,CONTENT,PRIORITY\ntask,Buy milk,1\n", mediaType: "text/csv", status: 200,
        answer: [
            "dry_run": true, "imported": 1, "unchanged": 0, "refused": 0, "faults": [], "notes": [],
            "items": [["line": 2, "name": "Buy milk", "outcome": "imported", "faults": [], "notes": []]],
        ])

    private static let cut = APIExample(
        name: "import-refused", text: "An export that was cut",
        body: #"{"format":"evolution-of-todo","type":"header","version":1}"#, mediaType: "application/x-ndjson",
        status: 422)
}

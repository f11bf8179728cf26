internal import HTTPTypes
internal import TodoDomain

/// The audit trail.
enum AuditOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listAuditEntries", method: .get, path: "/api/{user_id}/audit", group: .audit,
            summary: "Lists changes, oldest first",
            parameters: [
                .query("after", .integer(from: 0), "Only what comes after this sequence"),
                .query("limit", .integer(1...1_000), "At most so many; 100 when it is left out"),
                .query("task_id", .identity, "Only what is about this task"),
            ],
            answers: [
                .json(
                    200, .named("AuditEntries"), "The entries",
                    headers: [
                        .init(
                            name: "Link", schema: .text(pattern: #"^<.+>; rel="next"$"#),
                            text: "Where the trail goes on, when there may be more", isAlways: false)
                    ])
            ],
            examples: [
                APIExample(
                    name: "list-audit-entries", text: "Nothing has happened yet", query: "limit=10", status: 200,
                    answer: [])
            ]),
        APIOperation(
            id: "verifyAuditTrail", method: .get, path: "/api/{user_id}/audit/verify", group: .audit,
            summary: "Checks that no entry was changed, left out or added",
            answers: [.json(200, .named("AuditVerdict"), "What was found")],
            examples: [
                APIExample(
                    name: "verify-audit-trail", text: "An empty trail is whole", status: 200,
                    answer: ["verified": true, "entries": 0, "fault": nil])
            ]),
    ]
}

internal import TodoDomain

/// Bulk requests and their answers.
enum BulkSchemas {
    static let all: [String: APISchema] = [
        "BulkOperations": .object([
            .required(
                "operations",
                APISchema.list(of: .named("BulkOperation"), atMost: BulkOperation.most).with(["minItems": 1]))
        ]),
        "BulkOperation": operation,
        "BulkResults": .object([.required("results", .list(of: .named("BulkResult")))]),
        "BulkResult": .object([
            .required("index", APISchema.integer(from: 0).described("Place of the operation, from 0")),
            .required("status", .integer(200...599)),
            .optional("task", APISchema.named("Task").described("The task as it is now; there unless it is gone")),
            .optional("problem", APISchema.named("Problem").described("There when the operation was refused")),
        ]),
    ]

    private static let number = APISchema.integer(Int64.min...Int64.max)
    private static let fields = APISchema([:])
        .described("As a request for the task alone takes it: `NewTask` to create, `TaskPatch` to update")
    private static let version = APISchema.Member.optional(
        "version", number.described("The version that the task must have"))

    private static let operation = APISchema([
        "oneOf": [
            APISchema.object([.required("action", .constant("create")), .required("task", fields)]).json,
            APISchema.object([
                .required("action", .constant("update")), .required("id", number), .required("task", fields), version,
            ]).json,
            APISchema.object([
                .required("action", .choice(["complete", "reopen", "delete"])), .required("id", number), version,
            ]).json,
        ]
    ])
}

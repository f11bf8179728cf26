internal import HTTPTypes
internal import TodoDomain

/// Many commands in one request.
enum BulkOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "changeTasks", method: .post, path: "/api/{user_id}/tasks/bulk", group: .tasks,
            summary: "Makes, changes, completes and deletes tasks, many at once",
            details: "The operations are carried out one after the other, and one that is refused stops no other. Each"
                + " has a result with the `status` that a request for it alone would have got.",
            parameters: APIParameter.command, body: .named("BulkOperations"),
            answers: [.json(200, .named("BulkResults"), "What became of each operation, by its place")],
            refusals: .ofCommand, examples: [mixed, misunderstood])
    ]

    private static let mixed = APIExample(
        name: "change-tasks", text: "One that is refused stops no other",
        body: [
            "operations": [
                ["action": "create", "task": ["title": "Pay the rent"]],
                ["action": "complete", "id": 1],
                ["action": "delete", "id": 99],
                ["action": "delete", "id": 1],
            ]
        ], status: 200)

    private static let misunderstood = APIExample(
        name: "change-tasks-refused", text: "What cannot be understood is refused as a whole",
        body: ["operations": [["action": "burn", "id": 1]]], status: 422)
}

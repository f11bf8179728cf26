internal import HTTPTypes
internal import TodoDomain

/// Webhooks: URLs to which events of the user's tasks are sent.
enum WebhookOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listWebhooks", method: .get, path: collection, group: .webhooks, summary: "Lists webhooks",
            answers: [.json(200, .named("Webhooks"), "All of them, the oldest first")],
            examples: [APIExample(name: "list-webhooks", text: "There are none yet", status: 200, answer: [])]),
        APIOperation(
            id: "createWebhook", method: .post, path: collection, group: .webhooks,
            summary: "Has events of the user's tasks sent to a URL",
            details: "What is sent is signed as Standard Webhooks says. A user has at most"
                + " \(WebhookRoutes.mostWebhooks). An API token needs the scope `read` too.",
            body: .named("NewWebhook"),
            answers: [
                .json(
                    201, .named("MadeWebhook"), "The webhook with its secret", headers: [.noStore, .location],
                    links: [
                        .init(
                            operation: "getWebhook",
                            parameters: ["webhook_id": "$response.body#/id", "user_id": "$request.path.user_id"])
                    ])
            ],
            refusals: [.conflict], examples: [create, createRefused]),
        APIOperation(
            id: "getWebhook", method: .get, path: item, group: .webhooks, summary: "Reads a webhook",
            parameters: [id], answers: [.json(200, .named("Webhook"), "The webhook")],
            examples: [absent("read-absent-webhook")]),
        APIOperation(
            id: "updateWebhook", method: .patch, path: item, group: .webhooks, summary: "Changes a webhook",
            details: "Members that are left out stay as they are. An API token needs the scope `read` too.",
            parameters: [id], body: .named("WebhookPatch"),
            answers: [.json(200, .named("Webhook"), "The webhook as it is now")],
            examples: [absent("change-absent-webhook", body: ["active": true])]),
        APIOperation(
            id: "deleteWebhook", method: .delete, path: item, group: .webhooks,
            summary: "Deletes a webhook and all that waits for it", parameters: [id],
            answers: [.empty(204, "Nothing is sent from now on")], refusals: .ofNoInput,
            examples: [absent("delete-absent-webhook")]),
        APIOperation(
            id: "rotateWebhookSecret", method: .post, path: item + "/rotate-secret", group: .webhooks,
            summary: "Gives a webhook another secret",
            details: "The one before signs beside it for a day. An API token needs the scope `read` too.",
            parameters: [id],
            answers: [.json(200, .named("MadeWebhook"), "The webhook with its secret", headers: [.noStore])],
            refusals: .ofNoInput, examples: [absent("rotate-absent-webhook")]),
        APIOperation(
            id: "testWebhook", method: .post, path: item + "/test", group: .webhooks,
            summary: "Sends a test and answers what the receiver said",
            details: "It is sent once, also while the webhook is off. `pending` after 15 seconds: it was not sent yet.",
            parameters: [id], answers: [.json(200, .named("WebhookDelivery"), "The test")],
            refusals: .ofNoInput + [.conflict], examples: [absent("test-absent-webhook")]),
        APIOperation(
            id: "listWebhookDeliveries", method: .get, path: item + "/deliveries", group: .webhooks,
            summary: "Lists the last deliveries of a webhook",
            parameters: [
                id,
                .query(
                    "limit", .integer(1...Int64(WebhookRoutes.mostDeliveries)),
                    "The most deliveries to answer; 20 when it is left out"),
            ],
            answers: [.json(200, .named("WebhookDeliveries"), "The newest first")],
            examples: [absent("list-deliveries-of-absent-webhook")]),
    ]

    private static let collection = "/api/{user_id}/webhooks"
    private static let item = collection + "/{webhook_id}"
    private static let id = APIParameter.path("webhook_id", WebhookSchemas.identity, "The webhook's `id`")

    private static let create = APIExample(
        name: "create-webhook", text: "Of what is done",
        body: [
            "url": "https://hooks.example.com/todo", "event_types": ["task.completed"], "description": "Scoreboard",
        ],
        status: 201,
        answer: [
            "id": "5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6", "url": "https://hooks.example.com/todo",
            "event_types": ["task.completed"], "description": "Scoreboard", "active": true, "disabled_reason": nil,
            "failing_since": nil, "last_success_at": nil, "missed_events": 0, "former_secret_until": nil,
            "created_at": "2026-01-31T09:00:00Z", "secret": "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
        ], varying: ["/id", "/secret"])

    private static let createRefused = APIExample(
        name: "create-webhook-refused", text: "An address that is not public",
        body: ["url": "https://169.254.169.254/latest/meta-data/"], status: 422)

    private static func absent(_ name: String, body: JSONValue? = nil) -> APIExample {
        APIExample(
            name: name, text: "No such webhook", path: ["webhook_id": "5f0c2d9e77aa41d0b6c3f1e2d3c4b5a6"], body: body,
            status: 404)
    }
}

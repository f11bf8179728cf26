internal import TodoDomain
internal import TodoPorts

/// Webhooks and their deliveries.
enum WebhookSchemas {
    static let all: [String: APISchema] = [
        "Webhook": .object(webhook), "Webhooks": .list(of: .named("Webhook"), atMost: WebhookRoutes.mostWebhooks),
        "MadeWebhook": .object(webhook + [.required("secret", secret)]),
        "NewWebhook": .object([.required("url", url)] + settings),
        "WebhookPatch": .object([.optional("url", url)] + settings),
        "WebhookDelivery": .object(delivery),
        "WebhookDeliveries": .list(of: .named("WebhookDelivery"), atMost: WebhookRoutes.mostDeliveries),
    ]

    /// Identity of a webhook.
    static let identity = APISchema.text(pattern: "^[0-9a-f]{32}$")

    private static let url = APISchema.text(1...WebhookURL.mostCharacters, format: "webhook-url").described(
        "Where to send to: `https`, a host whose addresses are all public, a port of "
            + WebhookURL.ports.sorted().map { "\($0)" }.joined(separator: ", ")
            + ", no user name, no password, no `#`")
    private static let secret = APISchema.text(pattern: "^whsec_[A-Za-z0-9+/]{43}=$")
        .described("Signs what is sent; it is shown here and never again")
    private static let types = APISchema.list(of: .choice(WebhookInput.typeNames)).with(["minItems": 1]).orNull
        .described("The types of events that are sent; null: all of them")
    private static let description = APISchema.text(
        0...WebhookInput.mostDescriptionCharacters, pattern: #"^[^\u0000-\u001f\u007f]*$"#
    ).described("What it is for, without control characters")

    private static let settings: [APISchema.Member] = [
        .optional("event_types", types), .optional("description", description),
        .optional(
            "active",
            APISchema.boolean.described("`false`: nothing is sent; `true` also begins anew after it was switched off")),
    ]

    private static let webhook: [APISchema.Member] = [
        .required("id", identity), .required("url", .text()), .required("event_types", types),
        .required("description", .text()), .required("active", .boolean),
        .required(
            "disabled_reason",
            APISchema.text().orNull.described("Why it was switched off by the service; null: it was not")),
        .required("failing_since", APISchema.instant.orNull.described("Since when every attempt failed")),
        .required("last_success_at", APISchema.instant.orNull.described("When something was delivered last")),
        .required(
            "missed_events",
            APISchema.integer(from: 0).described("Events that were left out as too many were waiting already")),
        .required(
            "former_secret_until", APISchema.instant.orNull.described("Until when the secret before signs too")),
        .required("created_at", .instant),
    ]

    private static let delivery: [APISchema.Member] = [
        .required("id", APISchema.text().described("The header `webhook-id` of each attempt")),
        .required("type", APISchema.text().described("Such as `task.created`, or `webhook.test`")),
        .required("test", .boolean),
        .required("state", .choice(WebhookDelivery.State.allCases.map(\.rawValue))),
        .required("attempts", .integer(from: 0)), .required("created_at", .instant),
        .required("last_attempt_at", APISchema.instant.orNull),
        .required("status", APISchema.integer(100...999).orNull.described("What the receiver answered")),
        .required("error", APISchema.text().orNull.described("Why the last attempt failed")),
        .required("next_attempt_at", APISchema.instant.orNull.described("null: it is not tried again")),
    ]
}

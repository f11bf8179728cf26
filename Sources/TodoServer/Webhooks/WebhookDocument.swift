internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// A webhook as its user sees it: its secret is there when it is made or rotated, and never again.
struct WebhookDocument: Encodable {
    let webhook: Webhook
    var secret: String?

    private enum CodingKeys: String, CodingKey {
        case id, url, description, active, secret
        case eventTypes = "event_types"
        case disabledReason = "disabled_reason"
        case failingSince = "failing_since"
        case lastSuccessAt = "last_success_at"
        case missedEvents = "missed_events"
        case formerSecretUntil = "former_secret_until"
        case createdAt = "created_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let (settings, health) = (webhook.settings, webhook.health)
        try container.encode(webhook.id, forKey: .id)
        try container.encode(settings.url, forKey: .url)
        try container.encode(settings.eventTypes?.map(\.webhookName), forKey: .eventTypes)
        try container.encode(settings.description, forKey: .description)
        try container.encode(settings.isActive, forKey: .active)
        try container.encode(health.switchedOffBecause, forKey: .disabledReason)
        try container.encode(health.failingSince, forKey: .failingSince)
        try container.encode(health.lastSuccessAt, forKey: .lastSuccessAt)
        try container.encode(webhook.missedEvents, forKey: .missedEvents)
        try container.encode(webhook.formerSecret?.until, forKey: .formerSecretUntil)
        try container.encode(webhook.createdAt, forKey: .createdAt)
        try container.encodeIfPresent(secret, forKey: .secret)
    }
}

/// A delivery as its user sees it.
struct WebhookDeliveryDocument: Encodable {
    let delivery: WebhookDelivery

    private enum CodingKeys: String, CodingKey {
        case id, type, test, state, attempts, status, error
        case createdAt = "created_at"
        case lastAttemptAt = "last_attempt_at"
        case nextAttemptAt = "next_attempt_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(delivery.id, forKey: .id)
        try container.encode(delivery.type, forKey: .type)
        try container.encode(delivery.isTest, forKey: .test)
        try container.encode(delivery.state.rawValue, forKey: .state)
        try container.encode(delivery.attempts, forKey: .attempts)
        try container.encode(delivery.createdAt, forKey: .createdAt)
        try container.encode(delivery.lastAttempt?.at, forKey: .lastAttemptAt)
        try container.encode(delivery.lastAttempt?.status, forKey: .status)
        try container.encode(delivery.lastAttempt?.error, forKey: .error)
        let next = delivery.state == .pending ? delivery.nextAttemptAt : nil
        try container.encode(next, forKey: .nextAttemptAt)
    }
}

/// What a test delivers.
struct WebhookTestBody: Encodable {
    struct Content: Encodable {
        let webhookID: String
        private enum CodingKeys: String, CodingKey { case webhookID = "webhook_id" }
    }

    static let type = "webhook.test"
    var type = WebhookTestBody.type
    let timestamp: Timestamp
    let data: Content
}

internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// A store of webhooks that passes every call on; planted bugs change what is put down and claimed.
struct WebhookStoreDecorator: WebhookStore {
    let base: any WebhookStore
    var onEnqueue: @Sendable (inout WebhookEvent) -> Void = { _ in }
    /// Sees what was claimed before whoever claimed it does.
    var onClaimed: @Sendable (any WebhookStore, [ClaimedDelivery]) async throws -> Void = { _, _ in }

    func create(_ webhook: Webhook, mostPerUser: Int) async throws {
        try await base.create(webhook, mostPerUser: mostPerUser)
    }

    func webhooks(of userID: UserID) async throws -> [Webhook] { try await base.webhooks(of: userID) }

    func webhook(_ id: String, of userID: UserID) async throws -> Webhook? {
        try await base.webhook(id, of: userID)
    }

    func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook? {
        try await base.setSettings(settings, of: id, of: userID)
    }

    func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook? {
        try await base.rotateSecret(of: id, of: userID, to: secret, formerUntil: formerUntil)
    }

    func remove(_ id: String, of userID: UserID) async throws -> Bool { try await base.remove(id, of: userID) }

    func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int {
        var event = event
        onEnqueue(&event)
        return try await base.enqueue(event, mostPending: mostPending, at: instant)
    }

    func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool { try await base.enqueueTest(delivery) }

    func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery] {
        let claimed = try await base.claim(claim)
        try await onClaimed(base, claimed)
        return claimed
    }

    func record(_ attempt: WebhookAttempt) async throws { try await base.record(attempt) }

    func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery] {
        try await base.deliveries(of: webhookID, of: userID, limit: limit)
    }
}

/// A way to receivers that passes every message on; planted bugs change what is answered.
struct WebhookSenderDecorator: WebhookSender {
    let base: any WebhookSender
    let onAnswer: @Sendable (WebhookAnswer) -> WebhookAnswer

    func send(_ message: WebhookMessage) async -> WebhookAnswer { onAnswer(await base.send(message)) }
}

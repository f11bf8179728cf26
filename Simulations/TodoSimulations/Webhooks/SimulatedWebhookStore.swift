internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// The store of webhooks as one node reaches it.
struct SimulatedWebhookStore: WebhookStore {
    let environment: NodeEnvironment
    let store: MemoryWebhookStore
    private static let errors = CallErrors(
        unavailable: { AccountStoreError.unavailable($0) }, ambiguous: { AccountStoreError.unavailable($0) })

    private func call<Output: Sendable>(
        _ name: StaticString, _ body: (inout MemoryWebhookTables) throws -> sending Output
    ) async throws -> Output {
        try await environment.call(name, errors: SimulatedWebhookStore.errors) { try store.transaction(body) }
    }

    func create(_ webhook: Webhook, mostPerUser: Int) async throws {
        try await call("create webhook") { try $0.create(webhook, mostPerUser: mostPerUser) }
    }

    func webhooks(of userID: UserID) async throws -> [Webhook] {
        try await call("webhooks") { $0.webhooks(of: userID) }
    }

    func webhook(_ id: String, of userID: UserID) async throws -> Webhook? {
        try await call("webhook") { $0.webhook(id, of: userID) }
    }

    func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook? {
        try await call("set webhook") { $0.setSettings(settings, of: id, of: userID) }
    }

    func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook? {
        try await call("rotate secret") { $0.rotateSecret(of: id, of: userID, to: secret, formerUntil: formerUntil) }
    }

    func remove(_ id: String, of userID: UserID) async throws -> Bool {
        try await call("remove webhook") { $0.remove(id, of: userID) }
    }

    func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int {
        try await call("enqueue webhook event") { $0.enqueue(event, mostPending: mostPending, at: instant) }
    }

    func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool {
        try await call("enqueue webhook test") { $0.enqueueTest(delivery) }
    }

    func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery] {
        try await call("claim webhooks") { $0.claim(claim) }
    }

    func record(_ attempt: WebhookAttempt) async throws {
        try await call("record webhook") { $0.record(attempt, mostFinished: SimulatedWebhookStore.mostFinished) }
    }

    func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery] {
        try await call("webhook deliveries") { $0.deliveries(of: webhookID, of: userID, limit: limit) }
    }
}

public import CivilTime
internal import Synchronization
public import TodoDomain

/// Webhooks in memory: the model of the port, and a store for tests.
public final class MemoryWebhookStore: WebhookStore {
    private let tables: Mutex<MemoryWebhookTables> = Mutex(MemoryWebhookTables())

    /// An empty store.
    public init() {}

    /// Does all of the body at one instant.
    public func transaction<Output>(
        _ body: (inout MemoryWebhookTables) throws -> sending Output
    ) rethrows -> sending Output {
        try tables.withLock { try body(&$0) }
    }

    /// See `WebhookStore`.
    public func create(_ webhook: Webhook, mostPerUser: Int) async throws {
        try transaction { try $0.create(webhook, mostPerUser: mostPerUser) }
    }

    /// See `WebhookStore`.
    public func webhooks(of userID: UserID) async throws -> [Webhook] {
        transaction { $0.webhooks(of: userID) }
    }

    /// See `WebhookStore`.
    public func webhook(_ id: String, of userID: UserID) async throws -> Webhook? {
        transaction { $0.webhook(id, of: userID) }
    }

    /// See `WebhookStore`.
    public func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook? {
        transaction { $0.setSettings(settings, of: id, of: userID) }
    }

    /// See `WebhookStore`.
    public func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook? {
        transaction { $0.rotateSecret(of: id, of: userID, to: secret, formerUntil: formerUntil) }
    }

    /// See `WebhookStore`.
    public func remove(_ id: String, of userID: UserID) async throws -> Bool {
        transaction { $0.remove(id, of: userID) }
    }

    /// See `WebhookStore`.
    public func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int {
        transaction { $0.enqueue(event, mostPending: mostPending, at: instant) }
    }

    /// See `WebhookStore`.
    public func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool {
        transaction { $0.enqueueTest(delivery) }
    }

    /// See `WebhookStore`.
    public func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery] {
        transaction { $0.claim(claim) }
    }

    /// See `WebhookStore`.
    public func record(_ attempt: WebhookAttempt) async throws {
        transaction { $0.record(attempt, mostFinished: MemoryWebhookStore.mostFinished) }
    }

    /// See `WebhookStore`.
    public func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery] {
        transaction { $0.deliveries(of: webhookID, of: userID, limit: limit) }
    }
}

public import CivilTime
public import TodoDomain

/// The port of webhooks and of what is to be sent to them.
///
/// Promises: what a call answers or stores is all there or not at all, and durable when the call returns; an event is
/// put down at most once for each webhook, however often it is enqueued in the order of its user's events; a delivery
/// that was claimed is not claimed again before its lease ends. Does not promise: that whoever claimed it sends it, or
/// that whoever held a lease that ended did not send it too. Every call throws `AccountStoreError`.
public protocol WebhookStore: Sendable {
    /// Stores a new webhook; throws `.tooMany` when its user has that many already.
    func create(_ webhook: Webhook, mostPerUser: Int) async throws

    /// A user's webhooks in the order in which they were made.
    func webhooks(of userID: UserID) async throws -> [Webhook]

    /// The user's webhook of that id; nil when the user has none of it.
    func webhook(_ id: String, of userID: UserID) async throws -> Webhook?

    /// Gives the user's webhook other settings and answers it; nil when the user has none of that id.
    ///
    /// A webhook that was off and now is on begins with a new health.
    func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook?

    /// Gives the user's webhook another secret and answers it; the one before signs too until that instant.
    func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook?

    /// Forgets the user's webhook and its deliveries; false when the user has none of that id.
    func remove(_ id: String, of userID: UserID) async throws -> Bool

    /// Puts the event down for each of the user's webhooks that wants it and has fewer pending deliveries than that,
    /// and counts it as missed for those that have more; answers for how many it was put down.
    func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int

    /// Puts a test down; false when the webhook is gone or has a pending test already.
    func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool

    /// Takes due deliveries, tests first and then the longest due, until their lease ends.
    func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery]

    /// Writes down how an attempt ended; of finished deliveries a webhook keeps the last hundred.
    func record(_ attempt: WebhookAttempt) async throws

    /// The last deliveries to the user's webhook, the newest first.
    func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery]
}

extension WebhookStore {
    /// Finished deliveries that a webhook keeps.
    public static var mostFinished: Int { 100 }
}

/// Asks for due deliveries.
public struct WebhookClaim: Hashable, Sendable {
    /// The instant at which they must be due.
    public var now: Timestamp
    /// When the lease ends.
    public var leaseUntil: Timestamp
    /// The most to take.
    public var limit: Int
    /// The most that one webhook may have under way at once.
    public var mostPerWebhook: Int

    /// A claim with every field given.
    public init(now: Timestamp, leaseUntil: Timestamp, limit: Int, mostPerWebhook: Int) {
        self.now = now
        self.leaseUntil = leaseUntil
        self.limit = limit
        self.mostPerWebhook = mostPerWebhook
    }
}

/// A delivery and the webhook that it is for, as both were when it was claimed.
public struct ClaimedDelivery: Hashable, Sendable {
    /// What to send.
    public var delivery: WebhookDelivery
    /// Where to.
    public var webhook: Webhook

    /// Both.
    public init(delivery: WebhookDelivery, webhook: Webhook) {
        self.delivery = delivery
        self.webhook = webhook
    }
}

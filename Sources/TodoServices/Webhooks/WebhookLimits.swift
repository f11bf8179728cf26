/// What bounds deliveries to webhooks.
public struct WebhookLimits: Sendable {
    /// Messages that one process sends at once.
    public var mostAtOnce: Int
    /// Messages that are under way to one webhook at once.
    public var mostAtOncePerWebhook: Int
    /// Deliveries that wait for one webhook; events beyond are missed.
    public var mostPending: Int
    /// How long a claimed delivery is left to whoever claimed it; much longer than an attempt takes.
    public var lease: Duration
    /// How long a webhook may fail without a success in between before it is switched off.
    public var patience: Duration
    /// How often due deliveries are looked for when nothing tells of them.
    public var lookInterval: Duration

    /// Limits with every field given.
    public init(
        mostAtOnce: Int = 16, mostAtOncePerWebhook: Int = 2, mostPending: Int = 5_000, lease: Duration = .seconds(60),
        patience: Duration = .seconds(5 * 86_400), lookInterval: Duration = .seconds(1)
    ) {
        self.mostAtOnce = mostAtOnce
        self.mostAtOncePerWebhook = mostAtOncePerWebhook
        self.mostPending = mostPending
        self.lease = lease
        self.patience = patience
        self.lookInterval = lookInterval
    }
}

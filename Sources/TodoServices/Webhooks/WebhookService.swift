internal import CivilTime
public import Logging
internal import Metrics
public import ServicePorts
internal import TodoDomain
public import TodoPorts

/// Sends what happens to users' tasks to the webhooks that want it, each event at least once. Any number may run.
public actor WebhookService {
    /// Consumer group.
    public static let serviceName: String = "webhook-service"

    private nonisolated let lane: any SerialExecutor
    private let store: any WebhookStore
    private let sender: any WebhookSender
    private let clock: any WallClock
    private let limits: WebhookLimits
    private let logger: Logger
    /// Something may be due, or somebody has time for it.
    private let wake = Signal()
    private var underWay = 0
    private let pauses = DeliveryRetryPolicy(firstPause: .milliseconds(100), longestPause: .seconds(10))

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A service over those ports.
    public init(
        lane: any SerialExecutor, store: any WebhookStore, sender: any WebhookSender, clock: any WallClock,
        limits: WebhookLimits = .init(), logger: Logger = Logger(label: "webhook-service")
    ) {
        self.lane = lane
        self.store = store
        self.sender = sender
        self.clock = clock
        self.limits = limits
        self.logger = logger
    }

    /// Begins to take events; throws what the bus throws.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        try await bus.subscribe(
            to: TodoTopics.taskEvents, as: SubscriptionOptions(group: WebhookService.serviceName)
        ) { [self] in await handle($0) }
    }

    /// Puts an event down for whoever wants it; it is sent later, so that no receiver holds up the others.
    func handle(_ delivery: Delivery<TaskEvent>) async -> Acknowledgement {
        let event = delivery.event
        do {
            let body = try WebhookBody.bytes(of: event)
            let wanted = WebhookEvent(
                id: event.id, userID: event.data.userID, eventType: event.data.eventType, sequence: event.sequence,
                body: body)
            let count = try await store.enqueue(wanted, mostPending: limits.mostPending, at: clock.now())
            if count > 0 { wake.raise() }
            return .success
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    /// Sends what is due, several messages at once, until cancelled; throws `CancellationError`.
    ///
    /// What was under way when a process ended is sent again once its lease is over.
    public func run() async throws {
        var failedRounds = 0
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    let claimed = try await claim()
                    failedRounds = 0
                    underWay += claimed.count
                    for delivery in claimed { group.addTask { [self] in await deliver(delivery) } }
                    if claimed.isEmpty { await wake.wait(atMost: limits.lookInterval, on: clock) }
                } catch {
                    failedRounds += 1
                    logger.warning("due webhooks could not be read", metadata: ["error": "\(error)"])
                    try? await clock.sleep(for: pauses.pause(afterAttempt: failedRounds))
                }
            }
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func claim() async throws -> [ClaimedDelivery] {
        let free = limits.mostAtOnce - underWay
        guard free > 0 else { return [] }
        let now = clock.now()
        return try await store.claim(
            WebhookClaim(
                now: now, leaseUntil: now + limits.lease, limit: free, mostPerWebhook: limits.mostAtOncePerWebhook))
    }

    private func deliver(_ claimed: ClaimedDelivery) async {
        defer {
            underWay -= 1
            wake.raise()
        }
        let (delivery, webhook) = (claimed.delivery, claimed.webhook)
        let now = clock.now()
        let answer = await sender.send(
            WebhookMessage(
                url: webhook.settings.url, id: delivery.id, sentAt: now, secrets: webhook.secrets(at: now),
                body: delivery.body))
        // An attempt that was broken off by the end of the process says nothing of the receiver.
        guard !Task.isCancelled else { return }
        let attempt = WebhookDecision.attempt(of: claimed, answer: answer, now: clock.now(), limits: limits)
        report(attempt, webhook)
        do {
            try await store.record(attempt)
        } catch {
            logger.warning(
                "a webhook's delivery was not recorded, and will be sent again",
                metadata: ["webhook_id": "\(webhook.id)", "error": "\(error)"])
        }
    }

    private func report(_ attempt: WebhookAttempt, _ webhook: Webhook) {
        let result = attempt.outcome.error == nil ? "delivered" : "failed"
        Counter(label: "todo_webhook_attempts_total", dimensions: [("result", result)]).increment()
        var metadata: Logger.Metadata = [
            "webhook_id": "\(webhook.id)", "user_id": "\(webhook.userID)", "message_id": "\(attempt.deliveryID)",
            "attempt": "\(attempt.attemptsBefore + 1)",
        ]
        if let error = attempt.outcome.error { metadata["error"] = "\(error)" }
        logger.info("webhook \(result)", metadata: metadata)
        if let reason = attempt.health?.switchedOffBecause {
            logger.warning("webhook switched off", metadata: ["webhook_id": "\(webhook.id)", "reason": "\(reason)"])
        }
    }
}

internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// What follows from an answer to a delivery.
enum WebhookDecision {
    /// Pauses before the second and each further attempt: a little over five days in all.
    static let pausesSeconds: [Int64] = [
        5, 60, 300, 1_800, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600, 24 * 3_600,
        24 * 3_600,
    ]

    /// Failures in a row that do not yet pause a webhook, as one message may fail by itself.
    static let failuresBeforePause = 4

    /// What to write down; `now` is when the attempt ended.
    static func attempt(
        of claimed: ClaimedDelivery, answer: WebhookAnswer, now: Timestamp, limits: WebhookLimits
    ) -> WebhookAttempt {
        let (delivery, webhook) = (claimed.delivery, claimed.webhook)
        let outcome = outcome(of: answer, at: now)
        var attempt = WebhookAttempt(
            deliveryID: delivery.id, webhookID: delivery.webhookID, attemptsBefore: delivery.attempts,
            outcome: outcome, state: .delivered, nextAttemptAt: now, health: nil)
        if outcome.error != nil {
            let pause = pausesSeconds.dropFirst(delivery.attempts).first
            attempt.state = delivery.isTest || pause == nil ? .failed : .pending
            attempt.nextAttemptAt = now.adding(milliseconds: spread(pause ?? 0, over: delivery))
        }
        if !delivery.isTest { attempt.health = health(webhook.health, after: outcome, limits: limits) }
        return attempt
    }

    private static func outcome(of answer: WebhookAnswer, at now: Timestamp) -> WebhookDelivery.Outcome {
        switch answer {
        case .answered(let status) where (200..<300).contains(status): .init(at: now, status: status, error: nil)
        case .answered(let status) where (300..<400).contains(status):
            .init(at: now, status: status, error: "the receiver redirected, which is not followed")
        case .answered(let status): .init(at: now, status: status, error: "the receiver answered \(status)")
        case .refused(let fault): .init(at: now, status: nil, error: fault.description)
        case .failed(let reason): .init(at: now, status: nil, error: reason)
        }
    }

    /// Up to a tenth longer, so that what failed together does not come together again.
    private static func spread(_ seconds: Int64, over delivery: WebhookDelivery) -> Int64 {
        let hash = delivery.id.utf8.reduce(UInt64(delivery.attempts)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return seconds * 1_000 + Int64(hash >> 33) % max(1, seconds * 100)
    }

    private static func health(
        _ before: WebhookHealth, after outcome: WebhookDelivery.Outcome, limits: WebhookLimits
    ) -> WebhookHealth {
        guard outcome.error != nil else { return WebhookHealth(lastSuccessAt: outcome.at) }
        var health = before
        health.failures += 1
        let since = health.failingSince ?? outcome.at
        health.failingSince = since
        if health.failures > failuresBeforePause {
            let doublings = Int64(min(health.failures - failuresBeforePause, 10))
            health.pausedUntil = outcome.at.adding(milliseconds: min(5_000 << doublings, 3_600_000))
        }
        if outcome.status == 410 {
            health.switchedOffBecause = "the receiver answered 410 Gone"
        } else if outcome.at.duration(since: since) >= limits.patience {
            health.switchedOffBecause = "every delivery failed since \(since)"
        }
        return health
    }
}

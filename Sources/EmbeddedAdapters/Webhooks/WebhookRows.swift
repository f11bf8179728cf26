internal import CivilTime
internal import GRDB
internal import TodoDomain
internal import TodoPorts

/// How webhooks and their deliveries stand in their tables.
enum WebhookRows {
    static let webhookColumns = """
        w.id, w.user_id, w.url, w.event_types, w.description, w.is_active, w.secret, w.former_secret, w.former_until,
        w.failures, w.failing_since, w.paused_until, w.last_success_at, w.switched_off_because, w.missed_events,
        w.created_at
        """
    static let deliveryColumns = """
        d.id, d.webhook_id, d.user_id, d.type, d.body, d.is_test, d.created_at, d.state, d.attempts, d.next_attempt_at,
        d.attempted_at, d.status, d.error
        """

    static func webhook(_ row: Row, from first: Int = 0) -> Webhook {
        let settings = WebhookSettings(
            url: row[first + 2], eventTypes: WebhookSettings.eventTypes(in: row[first + 3]),
            description: row[first + 4],
            isActive: row[first + 5])
        let former: Webhook.FormerSecret? = (row[first + 7] as String?).flatMap { secret in
            time(row[first + 8]).map { .init(secret: secret, until: $0) }
        }
        let health = WebhookHealth(
            failures: row[first + 9], failingSince: time(row[first + 10]),
            pausedUntil: time(row[first + 11]) ?? .epoch, lastSuccessAt: time(row[first + 12]),
            switchedOffBecause: row[first + 13])
        return Webhook(
            id: row[first], userID: UserID(row[first + 1]), settings: settings, secret: row[first + 6],
            formerSecret: former, health: health, missedEvents: row[first + 14],
            createdAt: time(row[first + 15]) ?? .epoch)
    }

    static func delivery(_ row: Row) -> WebhookDelivery {
        var delivery = WebhookDelivery(
            id: row[0], webhookID: row[1], userID: UserID(row[2]), type: row[3], body: row.bytes(4), isTest: row[5],
            createdAt: time(row[6]) ?? .epoch)
        delivery.state = WebhookDelivery.State(rawValue: row[7]) ?? .failed
        delivery.attempts = row[8]
        delivery.nextAttemptAt = time(row[9]) ?? .epoch
        delivery.lastAttempt = time(row[10]).map { .init(at: $0, status: row[11], error: row[12]) }
        return delivery
    }

    private static func time(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map(Timestamp.init(millisecondsSinceEpoch:))
    }
}

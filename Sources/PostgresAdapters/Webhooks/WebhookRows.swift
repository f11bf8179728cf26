internal import CivilTime
internal import PostgresClient
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

    static func webhook(_ row: PostgresRow, from first: Int = 0) throws -> Webhook {
        let settings = WebhookSettings(
            url: try row.text(first + 2), eventTypes: WebhookSettings.eventTypes(in: try row.text(first + 3)),
            description: try row.text(first + 4), isActive: try row.boolean(first + 5))
        let former = try zip(row.textOrNil(first + 7), time(row, first + 8))
        let health = WebhookHealth(
            failures: Int(try row.integer(first + 9)), failingSince: try time(row, first + 10),
            pausedUntil: try time(row, first + 11) ?? .epoch, lastSuccessAt: try time(row, first + 12),
            switchedOffBecause: try row.textOrNil(first + 13))
        return Webhook(
            id: try row.text(first), userID: UserID(try row.text(first + 1)), settings: settings,
            secret: try row.text(first + 6), formerSecret: former, health: health,
            missedEvents: Int(try row.integer(first + 14)), createdAt: try time(row, first + 15) ?? .epoch)
    }

    private static func zip(_ secret: String?, _ until: Timestamp?) -> Webhook.FormerSecret? {
        guard let secret, let until else { return nil }
        return .init(secret: secret, until: until)
    }

    static func delivery(_ row: PostgresRow) throws -> WebhookDelivery {
        var delivery = WebhookDelivery(
            id: try row.text(0), webhookID: try row.text(1), userID: UserID(try row.text(2)), type: try row.text(3),
            body: try row.bytes(4), isTest: try row.boolean(5), createdAt: try time(row, 6) ?? .epoch)
        delivery.state = WebhookDelivery.State(rawValue: try row.text(7)) ?? .failed
        delivery.attempts = Int(try row.integer(8))
        delivery.nextAttemptAt = try time(row, 9) ?? .epoch
        if let at = try time(row, 10) {
            delivery.lastAttempt = .init(
                at: at, status: try row.integerOrNil(11).map { Int($0) }, error: try row.textOrNil(12))
        }
        return delivery
    }

    private static func time(_ row: PostgresRow, _ column: Int) throws -> Timestamp? {
        try row.integerOrNil(column).map(Timestamp.init(millisecondsSinceEpoch:))
    }
}

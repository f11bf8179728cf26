public import CivilTime
internal import FoundationEssentials
internal import GRDB
public import TodoDomain
public import TodoPorts

extension SQLiteWebhookStore {
    /// Puts the event down for the user's webhooks that want it; throws `AccountStoreError`.
    public func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int {
        // Most users have no webhook, and reading holds nobody up.
        let wanted: @Sendable (Database) throws -> [String] = { database in
            try database.rows(
                """
                SELECT id FROM webhooks
                WHERE user_id = ? AND is_active AND last_sequence < ?
                    AND (event_types = '' OR ' ' || event_types || ' ' LIKE '% ' || ? || ' %')
                ORDER BY created_at, id
                """, [event.userID.rawValue, event.sequence, event.eventType.rawValue]
            ).map { $0[0] }
        }
        guard try await !read(wanted).isEmpty else { return 0 }
        return try await written { database in
            var count = 0
            for id in try wanted(database) {
                let pending = try database.integer(
                    "SELECT count(*) FROM webhook_deliveries WHERE webhook_id = ? AND state = 'pending'", [id])
                let isMissed = pending ?? 0 >= mostPending
                try database.run(
                    "UPDATE webhooks SET last_sequence = ?, missed_events = missed_events + ? WHERE id = ?",
                    [event.sequence, isMissed ? 1 : 0, id])
                guard !isMissed else { continue }
                try database.insert(event.delivery(to: id, at: instant))
                count += 1
            }
            return count
        }
    }

    /// Puts a test down; throws `AccountStoreError`.
    public func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool {
        try await written { database in
            guard try database.webhook(delivery.webhookID, of: delivery.userID) != nil,
                try database.row(
                    "SELECT 1 FROM webhook_deliveries WHERE webhook_id = ? AND state = 'pending' AND is_test",
                    [delivery.webhookID]) == nil
            else { return false }
            try database.insert(delivery)
            return true
        }
    }

    /// Takes due deliveries; throws `AccountStoreError`.
    public func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery] {
        let now = claim.now.millisecondsSinceEpoch
        // Nothing is due most of the time, and reading holds nobody up.
        let isSomethingDue = try await read { database in
            try database.row(
                """
                SELECT 1 FROM webhook_deliveries
                WHERE state = 'pending' AND next_attempt_at <= ?1 AND leased_until <= ?1 LIMIT 1
                """, [now]) != nil
        }
        guard isSomethingDue else { return [] }
        return try await written { database in
            let numbers = try database.rows(
                SQLiteWebhookStore.due, [now, Int64(claim.mostPerWebhook), Int64(claim.limit)])
            return try numbers.compactMap { row in
                let number: Int64 = row[0]
                try database.run(
                    "UPDATE webhook_deliveries SET leased_until = ? WHERE number = ?",
                    [claim.leaseUntil.millisecondsSinceEpoch, number])
                return try database.row(
                    """
                    SELECT \(WebhookRows.deliveryColumns), \(WebhookRows.webhookColumns)
                    FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE d.number = ?
                    """, [number]
                ).map {
                    ClaimedDelivery(delivery: WebhookRows.delivery($0), webhook: WebhookRows.webhook($0, from: 13))
                }
            }
        }
    }

    /// Numbers of deliveries that may be taken.
    private static let due = """
        WITH busy AS (
            SELECT webhook_id, count(*) AS leased FROM webhook_deliveries
            WHERE state = 'pending' AND leased_until > ?1 GROUP BY webhook_id
        ), ready AS (
            SELECT d.number, d.webhook_id, d.is_test, d.next_attempt_at, row_number() OVER (
                PARTITION BY d.webhook_id ORDER BY d.is_test DESC, d.next_attempt_at, d.number) AS place
            FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
            WHERE d.state = 'pending' AND d.next_attempt_at <= ?1 AND d.leased_until <= ?1
                AND (d.is_test OR (w.is_active AND w.paused_until <= ?1))
        )
        SELECT number FROM ready LEFT JOIN busy USING (webhook_id)
        WHERE place <= ?2 - coalesce(leased, 0) ORDER BY is_test DESC, next_attempt_at, number LIMIT ?3
        """

    /// Writes down how an attempt ended; throws `AccountStoreError`.
    public func record(_ attempt: WebhookAttempt) async throws {
        try await written { database in
            try database.run(
                """
                UPDATE webhook_deliveries SET
                    attempts = attempts + 1, state = ?, next_attempt_at = ?, attempted_at = ?, status = ?, error = ?,
                    leased_until = 0
                WHERE webhook_id = ? AND id = ? AND state = 'pending' AND attempts = ?
                """,
                [
                    attempt.state.rawValue, attempt.nextAttemptAt.millisecondsSinceEpoch,
                    attempt.outcome.at.millisecondsSinceEpoch, attempt.outcome.status, attempt.outcome.error,
                    attempt.webhookID, attempt.deliveryID, attempt.attemptsBefore,
                ])
            guard database.changesCount > 0 else { return }
            if let health = attempt.health { try database.setHealth(health, by: attempt) }
            guard attempt.state != .pending else { return }
            try database.run(
                """
                DELETE FROM webhook_deliveries WHERE webhook_id = ?1 AND state <> 'pending' AND number <= (
                    SELECT number FROM webhook_deliveries WHERE webhook_id = ?1 AND state <> 'pending'
                    ORDER BY number DESC LIMIT 1 OFFSET ?2)
                """, [attempt.webhookID, SQLiteWebhookStore.mostFinished])
        }
    }

    /// The last deliveries to the user's webhook; throws `AccountStoreError`.
    public func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery] {
        try await read { database in
            try database.rows(
                """
                SELECT \(WebhookRows.deliveryColumns) FROM webhook_deliveries d
                WHERE d.webhook_id = ? AND d.user_id = ? ORDER BY d.number DESC LIMIT ?
                """, [webhookID, userID.rawValue, limit]
            ).map(WebhookRows.delivery)
        }
    }
}

extension Database {
    fileprivate func insert(_ delivery: WebhookDelivery) throws {
        try run(
            """
            INSERT INTO webhook_deliveries (
                webhook_id, id, user_id, type, body, is_test, created_at, state, attempts, next_attempt_at,
                leased_until
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0) ON CONFLICT DO NOTHING
            """,
            [
                delivery.webhookID, delivery.id, delivery.userID.rawValue, delivery.type, Data(delivery.body),
                delivery.isTest, delivery.createdAt.millisecondsSinceEpoch, delivery.state.rawValue,
                delivery.nextAttemptAt.millisecondsSinceEpoch,
            ])
    }

    fileprivate func setHealth(_ health: WebhookHealth, by attempt: WebhookAttempt) throws {
        try run(
            """
            UPDATE webhooks SET
                failures = ?1, failing_since = ?2, paused_until = ?3, last_success_at = ?4,
                switched_off_because = ?5, is_active = ?5 IS NULL
            WHERE id = ?6 AND is_active AND (?7 OR last_success_at IS ?4)
            """,
            [
                health.failures, health.failingSince?.millisecondsSinceEpoch,
                health.pausedUntil.millisecondsSinceEpoch, health.lastSuccessAt?.millisecondsSinceEpoch,
                health.switchedOffBecause, attempt.webhookID, attempt.isConclusive,
            ])
    }
}

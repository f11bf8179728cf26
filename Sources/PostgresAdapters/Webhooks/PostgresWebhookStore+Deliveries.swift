public import CivilTime
internal import PostgresClient
public import TodoDomain
public import TodoPorts

extension PostgresWebhookStore {
    /// Puts the event down for the user's webhooks that want it; throws `AccountStoreError`.
    public func enqueue(_ event: WebhookEvent, mostPending: Int, at instant: Timestamp) async throws -> Int {
        try await AccountStoreError.mapped {
            try await pool.query(
                PostgresStatement(
                    """
                    WITH wanted AS (
                        SELECT w.id, (
                            SELECT count(*) FROM todo.webhook_deliveries d
                            WHERE d.webhook_id = w.id AND d.state = 'pending') >= $4 AS is_full
                        FROM todo.webhooks w
                        WHERE w.user_id = $1 AND w.is_active AND w.last_sequence < $2
                            AND (w.event_types = '' OR $3 = ANY (string_to_array(w.event_types, ' ')))
                    ), seen AS (
                        UPDATE todo.webhooks w
                        SET last_sequence = $2, missed_events = missed_events + wanted.is_full::int
                        FROM wanted WHERE w.id = wanted.id AND w.last_sequence < $2
                        RETURNING w.id, wanted.is_full
                    )
                    INSERT INTO todo.webhook_deliveries (
                        webhook_id, id, user_id, type, body, is_test, created_at, state, attempts, next_attempt_at,
                        leased_until
                    )
                    SELECT id, $5, $1, $6, $7, false, $8, 'pending', 0, $8, 0 FROM seen WHERE NOT is_full
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        .text(event.userID.rawValue), .integer(event.sequence), .text(event.eventType.rawValue),
                        .integer(Int64(mostPending)), .text(event.id), .text(event.eventType.webhookName),
                        .bytes(event.body), .integer(instant.millisecondsSinceEpoch),
                    ])
            ).affectedCount
        }
    }

    /// Puts a test down; throws `AccountStoreError`.
    public func enqueueTest(_ delivery: WebhookDelivery) async throws -> Bool {
        try await AccountStoreError.mapped {
            try await pool.query(
                PostgresStatement(
                    """
                    WITH webhook AS (
                        SELECT w.id FROM todo.webhooks w WHERE w.id = $1 AND w.user_id = $3 FOR UPDATE
                    )
                    INSERT INTO todo.webhook_deliveries (
                        webhook_id, id, user_id, type, body, is_test, created_at, state, attempts, next_attempt_at,
                        leased_until
                    )
                    SELECT id, $2, $3, $4, $5, true, $6, 'pending', 0, $6, 0 FROM webhook
                    WHERE NOT EXISTS (
                        SELECT FROM todo.webhook_deliveries WHERE webhook_id = $1 AND state = 'pending' AND is_test)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        .text(delivery.webhookID), .text(delivery.id), .text(delivery.userID.rawValue),
                        .text(delivery.type), .bytes(delivery.body),
                        .integer(delivery.createdAt.millisecondsSinceEpoch),
                    ])
            ).affectedCount == 1
        }
    }

    /// Takes due deliveries; throws `AccountStoreError`.
    ///
    /// Of processes that ask at once, the later one finds the lease of the first.
    public func claim(_ claim: WebhookClaim) async throws -> [ClaimedDelivery] {
        let claimed = try await AccountStoreError.mapped {
            try await pool.query(
                PostgresStatement(
                    """
                    WITH busy AS (
                        SELECT webhook_id, count(*) AS leased FROM todo.webhook_deliveries
                        WHERE state = 'pending' AND leased_until > $1 GROUP BY webhook_id
                    ), ready AS (
                        SELECT d.number, d.webhook_id, d.is_test, d.next_attempt_at, row_number() OVER (
                            PARTITION BY d.webhook_id ORDER BY d.is_test DESC, d.next_attempt_at, d.number) AS place
                        FROM todo.webhook_deliveries d JOIN todo.webhooks w ON w.id = d.webhook_id
                        WHERE d.state = 'pending' AND d.next_attempt_at <= $1 AND d.leased_until <= $1
                            AND (d.is_test OR (w.is_active AND w.paused_until <= $1))
                    ), chosen AS (
                        SELECT number FROM ready LEFT JOIN busy USING (webhook_id)
                        WHERE place <= $3 - coalesce(leased, 0)
                        ORDER BY is_test DESC, next_attempt_at, number LIMIT $4
                    )
                    UPDATE todo.webhook_deliveries d SET leased_until = $2 FROM chosen, todo.webhooks w
                    WHERE d.number = chosen.number AND w.id = d.webhook_id AND d.state = 'pending'
                        AND d.leased_until <= $1
                    RETURNING \(WebhookRows.deliveryColumns), \(WebhookRows.webhookColumns)
                    """,
                    [
                        .integer(claim.now.millisecondsSinceEpoch), .integer(claim.leaseUntil.millisecondsSinceEpoch),
                        .integer(Int64(claim.mostPerWebhook)), .integer(Int64(claim.limit)),
                    ])
            ).map {
                ClaimedDelivery(
                    delivery: try WebhookRows.delivery($0), webhook: try WebhookRows.webhook($0, from: 13))
            }
        }
        return claimed.sorted { first, second in
            let (first, second) = (first.delivery, second.delivery)
            return first.isTest == second.isTest ? first.nextAttemptAt < second.nextAttemptAt : first.isTest
        }
    }

    /// Writes down how an attempt ended; throws `AccountStoreError`.
    public func record(_ attempt: WebhookAttempt) async throws {
        let health = attempt.health
        let record = PostgresStatement(
            """
            WITH done AS (
                UPDATE todo.webhook_deliveries SET
                    attempts = attempts + 1, state = $1, next_attempt_at = $2, attempted_at = $3, status = $4::bigint,
                    error = $5::text, leased_until = 0
                WHERE webhook_id = $6 AND id = $7 AND state = 'pending' AND attempts = $8 RETURNING webhook_id
            )
            UPDATE todo.webhooks w SET
                failures = $9, failing_since = $10::bigint, paused_until = $11, last_success_at = $12::bigint,
                switched_off_because = $13::text, is_active = $13::text IS NULL
            FROM done WHERE w.id = done.webhook_id AND w.is_active AND $14
                AND ($15 OR w.last_success_at IS NOT DISTINCT FROM $12::bigint)
            """,
            [
                .text(attempt.state.rawValue), .integer(attempt.nextAttemptAt.millisecondsSinceEpoch),
                .integer(attempt.outcome.at.millisecondsSinceEpoch),
                .integer(orNull: attempt.outcome.status.map { Int64($0) }), .text(orNull: attempt.outcome.error),
                .text(attempt.webhookID), .text(attempt.deliveryID), .integer(Int64(attempt.attemptsBefore)),
                .integer(Int64(health?.failures ?? 0)), .integer(orNull: health?.failingSince?.millisecondsSinceEpoch),
                .integer(health?.pausedUntil.millisecondsSinceEpoch ?? 0),
                .integer(orNull: health?.lastSuccessAt?.millisecondsSinceEpoch),
                .text(orNull: health?.switchedOffBecause), .boolean(health != nil), .boolean(attempt.isConclusive),
            ])
        let prune = PostgresStatement(
            """
            DELETE FROM todo.webhook_deliveries WHERE webhook_id = $1 AND state <> 'pending' AND number <= (
                SELECT number FROM todo.webhook_deliveries WHERE webhook_id = $1 AND state <> 'pending'
                ORDER BY number DESC LIMIT 1 OFFSET $2)
            """, [.text(attempt.webhookID), .integer(Int64(PostgresWebhookStore.mostFinished))])
        _ = try await AccountStoreError.mapped {
            try await pool.pipeline(attempt.state == .pending ? [record] : [record, prune])
        }
    }

    /// The last deliveries to the user's webhook; throws `AccountStoreError`.
    public func deliveries(of webhookID: String, of userID: UserID, limit: Int) async throws -> [WebhookDelivery] {
        try await AccountStoreError.mapped {
            try await pool.query(
                PostgresStatement(
                    """
                    SELECT \(WebhookRows.deliveryColumns) FROM todo.webhook_deliveries d
                    WHERE d.webhook_id = $1 AND d.user_id = $2 ORDER BY d.number DESC LIMIT $3
                    """, [.text(webhookID), .text(userID.rawValue), .integer(Int64(limit))])
            ).map(WebhookRows.delivery)
        }
    }
}

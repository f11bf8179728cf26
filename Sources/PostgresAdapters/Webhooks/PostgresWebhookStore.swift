public import CivilTime
public import PostgresClient
public import TodoDomain
public import TodoPorts

/// `WebhookStore` on PostgreSQL.
public struct PostgresWebhookStore: WebhookStore {
    let pool: PostgresPool

    /// The webhooks in the pool's database, whose schema must be current.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// Stores a new webhook; throws `AccountStoreError`.
    public func create(_ webhook: Webhook, mostPerUser: Int) async throws {
        let (settings, health) = (webhook.settings, webhook.health)
        let insert = PostgresStatement(
            """
            INSERT INTO todo.webhooks (
                id, user_id, url, event_types, description, is_active, secret, former_secret, former_until, failures,
                failing_since, paused_until, last_success_at, switched_off_because, missed_events, created_at,
                last_sequence
            )
            SELECT $1, $2, $3, $4, $5, $6, $7, $8::text, $9::bigint, $10, $11::bigint, $12, $13::bigint, $14::text,
                $15, $16, 0
            WHERE (SELECT count(*) FROM todo.webhooks WHERE user_id = $2) < $17
                AND NOT EXISTS (SELECT FROM todo.erased_users WHERE user_id = $2)
            """,
            [
                .text(webhook.id), .text(webhook.userID.rawValue), .text(settings.url),
                .text(settings.eventTypesText), .text(settings.description),
                .boolean(settings.isActive), .text(webhook.secret), .text(orNull: webhook.formerSecret?.secret),
                .integer(orNull: webhook.formerSecret?.until.millisecondsSinceEpoch),
                .integer(Int64(health.failures)), .integer(orNull: health.failingSince?.millisecondsSinceEpoch),
                .integer(health.pausedUntil.millisecondsSinceEpoch),
                .integer(orNull: health.lastSuccessAt?.millisecondsSinceEpoch),
                .text(orNull: health.switchedOffBecause), .integer(Int64(webhook.missedEvents)),
                .integer(webhook.createdAt.millisecondsSinceEpoch), .integer(Int64(mostPerUser)),
            ])
        // One user's webhooks are made one after another, or each would count without the others.
        let lock = PostgresStatement(
            "SELECT pg_advisory_xact_lock(hashtextextended('webhooks of ' || $1, 0))",
            [.text(webhook.userID.rawValue)])
        let rows = try await AccountStoreError.mapped { try await pool.pipeline([lock, insert]) }
        guard rows.last?.affectedCount == 1 else { throw AccountStoreError.tooMany }
    }

    /// A user's webhooks in the order in which they were made; throws `AccountStoreError`.
    public func webhooks(of userID: UserID) async throws -> [Webhook] {
        try await answered(
            """
            SELECT \(WebhookRows.webhookColumns) FROM todo.webhooks w WHERE w.user_id = $1
            ORDER BY w.created_at, w.id
            """, [.text(userID.rawValue)])
    }

    /// The user's webhook of that id; throws `AccountStoreError`.
    public func webhook(_ id: String, of userID: UserID) async throws -> Webhook? {
        try await answered(
            "SELECT \(WebhookRows.webhookColumns) FROM todo.webhooks w WHERE w.id = $1 AND w.user_id = $2",
            [.text(id), .text(userID.rawValue)]
        ).first
    }

    /// Gives the user's webhook other settings; throws `AccountStoreError`.
    public func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook? {
        try await answered(
            """
            UPDATE todo.webhooks w SET
                failures = CASE WHEN is_active OR NOT $4 THEN failures ELSE 0 END,
                failing_since = CASE WHEN is_active OR NOT $4 THEN failing_since END,
                paused_until = CASE WHEN is_active OR NOT $4 THEN paused_until ELSE 0 END,
                switched_off_because = CASE WHEN is_active OR NOT $4 THEN switched_off_because END,
                url = $1, event_types = $2, description = $3, is_active = $4
            WHERE id = $5 AND user_id = $6 RETURNING \(WebhookRows.webhookColumns)
            """,
            [
                .text(settings.url), .text(settings.eventTypesText), .text(settings.description),
                .boolean(settings.isActive), .text(id), .text(userID.rawValue),
            ]
        ).first
    }

    /// Gives the user's webhook another secret; throws `AccountStoreError`.
    public func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook? {
        try await answered(
            """
            UPDATE todo.webhooks w SET former_secret = secret, former_until = $1, secret = $2
            WHERE id = $3 AND user_id = $4 RETURNING \(WebhookRows.webhookColumns)
            """,
            [.integer(formerUntil.millisecondsSinceEpoch), .text(secret), .text(id), .text(userID.rawValue)]
        ).first
    }

    /// Forgets the user's webhook and its deliveries; throws `AccountStoreError`.
    public func remove(_ id: String, of userID: UserID) async throws -> Bool {
        let rows = try await AccountStoreError.mapped {
            try await pool.pipeline([
                PostgresStatement(
                    "DELETE FROM todo.webhook_deliveries WHERE webhook_id = $1 AND user_id = $2",
                    [.text(id), .text(userID.rawValue)]),
                PostgresStatement(
                    "DELETE FROM todo.webhooks WHERE id = $1 AND user_id = $2", [.text(id), .text(userID.rawValue)]),
            ])
        }
        return rows.last?.affectedCount == 1
    }

    private func answered(_ sql: String, _ parameters: [PostgresValue]) async throws -> [Webhook] {
        try await AccountStoreError.mapped {
            try await pool.query(PostgresStatement(sql, parameters)).map { try WebhookRows.webhook($0) }
        }
    }
}

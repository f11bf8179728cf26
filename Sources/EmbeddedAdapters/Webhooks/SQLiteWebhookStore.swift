public import CivilTime
internal import FoundationEssentials
internal import GRDB
public import TodoDomain
public import TodoPorts

/// `WebhookStore` on the embedded database.
public struct SQLiteWebhookStore: WebhookStore {
    let database: EmbeddedDatabase

    /// The webhooks in that database.
    public init(database: EmbeddedDatabase) {
        self.database = database
    }

    /// Stores a new webhook; throws `AccountStoreError`.
    public func create(_ webhook: Webhook, mostPerUser: Int) async throws {
        try await written { database in
            guard try !UserErasing.isErased(webhook.userID, in: database) else {
                throw AccountStoreError.unavailable("the account of \(webhook.userID) was deleted")
            }
            let count = try database.integer(
                "SELECT count(*) FROM webhooks WHERE user_id = ?", [webhook.userID.rawValue])
            guard count ?? 0 < mostPerUser else { throw AccountStoreError.tooMany }
            let (settings, health) = (webhook.settings, webhook.health)
            try database.run(
                """
                INSERT INTO webhooks (
                    id, user_id, url, event_types, description, is_active, secret, former_secret, former_until,
                    failures, failing_since, paused_until, last_success_at, switched_off_because, missed_events,
                    created_at, last_sequence
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                """,
                [
                    webhook.id, webhook.userID.rawValue, settings.url, settings.eventTypesText,
                    settings.description, settings.isActive, webhook.secret, webhook.formerSecret?.secret,
                    webhook.formerSecret?.until.millisecondsSinceEpoch, health.failures,
                    health.failingSince?.millisecondsSinceEpoch, health.pausedUntil.millisecondsSinceEpoch,
                    health.lastSuccessAt?.millisecondsSinceEpoch, health.switchedOffBecause, webhook.missedEvents,
                    webhook.createdAt.millisecondsSinceEpoch,
                ])
        }
    }

    /// A user's webhooks in the order in which they were made; throws `AccountStoreError`.
    public func webhooks(of userID: UserID) async throws -> [Webhook] {
        try await read { database in
            try database.rows(
                """
                SELECT \(WebhookRows.webhookColumns) FROM webhooks w WHERE w.user_id = ? ORDER BY w.created_at, w.id
                """, [userID.rawValue]
            ).map { WebhookRows.webhook($0) }
        }
    }

    /// The user's webhook of that id; throws `AccountStoreError`.
    public func webhook(_ id: String, of userID: UserID) async throws -> Webhook? {
        try await read { try $0.webhook(id, of: userID) }
    }

    /// Gives the user's webhook other settings; throws `AccountStoreError`.
    public func setSettings(_ settings: WebhookSettings, of id: String, of userID: UserID) async throws -> Webhook? {
        try await written { database in
            try database.run(
                """
                UPDATE webhooks SET
                    failures = iif(is_active OR NOT ?4, failures, 0),
                    failing_since = iif(is_active OR NOT ?4, failing_since, NULL),
                    paused_until = iif(is_active OR NOT ?4, paused_until, 0),
                    switched_off_because = iif(is_active OR NOT ?4, switched_off_because, NULL),
                    url = ?1, event_types = ?2, description = ?3, is_active = ?4
                WHERE id = ?5 AND user_id = ?6
                """,
                [
                    settings.url, settings.eventTypesText, settings.description, settings.isActive, id,
                    userID.rawValue,
                ])
            return try database.webhook(id, of: userID)
        }
    }

    /// Gives the user's webhook another secret; throws `AccountStoreError`.
    public func rotateSecret(
        of id: String, of userID: UserID, to secret: String, formerUntil: Timestamp
    ) async throws -> Webhook? {
        try await written { database in
            try database.run(
                """
                UPDATE webhooks SET former_secret = secret, former_until = ?, secret = ? WHERE id = ? AND user_id = ?
                """, [formerUntil.millisecondsSinceEpoch, secret, id, userID.rawValue])
            return try database.webhook(id, of: userID)
        }
    }

    /// Forgets the user's webhook and its deliveries; throws `AccountStoreError`.
    public func remove(_ id: String, of userID: UserID) async throws -> Bool {
        try await written { database in
            try database.run("DELETE FROM webhooks WHERE id = ? AND user_id = ?", [id, userID.rawValue])
            guard database.changesCount > 0 else { return false }
            try database.run("DELETE FROM webhook_deliveries WHERE webhook_id = ?", [id])
            return true
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await AccountStoreError.mapped { try await database.read(body) }
    }

    func written<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await AccountStoreError.mapped { try await database.write(body) }
    }
}

extension Database {
    func webhook(_ id: String, of userID: UserID) throws -> Webhook? {
        try row(
            "SELECT \(WebhookRows.webhookColumns) FROM webhooks w WHERE w.id = ? AND w.user_id = ?",
            [id, userID.rawValue]
        ).map { WebhookRows.webhook($0) }
    }
}

extension Schema {
    /// Webhooks, and what is to be sent to them or was; an empty list of types stands for all of them.
    static let webhooks = """
        CREATE TABLE webhooks (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL,
            url TEXT NOT NULL,
            event_types TEXT NOT NULL,
            description TEXT NOT NULL,
            is_active INTEGER NOT NULL,
            secret TEXT NOT NULL,
            former_secret TEXT,
            former_until INTEGER,
            failures INTEGER NOT NULL,
            failing_since INTEGER,
            paused_until INTEGER NOT NULL,
            last_success_at INTEGER,
            switched_off_because TEXT,
            missed_events INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webhooks_by_user ON webhooks (user_id, created_at, id);

        CREATE TABLE webhook_deliveries (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            webhook_id TEXT NOT NULL,
            id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            type TEXT NOT NULL,
            body BLOB NOT NULL,
            is_test INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            next_attempt_at INTEGER NOT NULL,
            attempted_at INTEGER,
            status INTEGER,
            error TEXT,
            leased_until INTEGER NOT NULL,
            UNIQUE (webhook_id, id)
        ) STRICT;
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE state = 'pending';
        CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, state, number);
        CREATE INDEX webhook_deliveries_by_user ON webhook_deliveries (user_id);
        """
}

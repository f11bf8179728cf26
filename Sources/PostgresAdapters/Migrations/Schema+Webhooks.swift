extension Schema {
    /// Webhooks, and what is to be sent to them or was; an empty list of types stands for all of them.
    ///
    /// Erasing a user takes them along; as it stood it knew nothing of them, so it is asked first under another name.
    static let webhooks = """
        CREATE TABLE todo.webhooks (
            id text PRIMARY KEY,
            user_id text NOT NULL,
            url text NOT NULL,
            event_types text NOT NULL,
            description text NOT NULL,
            is_active boolean NOT NULL,
            secret text NOT NULL,
            former_secret text,
            former_until bigint,
            failures bigint NOT NULL,
            failing_since bigint,
            paused_until bigint NOT NULL,
            last_success_at bigint,
            switched_off_because text,
            missed_events bigint NOT NULL,
            created_at bigint NOT NULL,
            last_sequence bigint NOT NULL
        ) WITH (fillfactor = 70);
        CREATE INDEX webhooks_by_user ON todo.webhooks (user_id, created_at, id);

        CREATE TABLE todo.webhook_deliveries (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            webhook_id text NOT NULL,
            id text NOT NULL,
            user_id text NOT NULL,
            type text NOT NULL,
            body bytea NOT NULL,
            is_test boolean NOT NULL,
            created_at bigint NOT NULL,
            state text NOT NULL,
            attempts bigint NOT NULL,
            next_attempt_at bigint NOT NULL,
            attempted_at bigint,
            status bigint,
            error text,
            leased_until bigint NOT NULL,
            UNIQUE (webhook_id, id)
        ) WITH (fillfactor = 70);
        CREATE INDEX webhook_deliveries_due ON todo.webhook_deliveries (next_attempt_at) WHERE state = 'pending';
        CREATE INDEX webhook_deliveries_by_webhook ON todo.webhook_deliveries (webhook_id, state, number);
        CREATE INDEX webhook_deliveries_by_user ON todo.webhook_deliveries (user_id);

        ALTER FUNCTION todo.erase_user(text, bigint) RENAME TO erase_user_but_webhooks;
        CREATE FUNCTION todo.erase_user(whose text, moment bigint) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended('webhooks of ' || whose, 0));
            PERFORM todo.erase_user_but_webhooks(whose, moment);
            DELETE FROM todo.webhook_deliveries WHERE user_id = whose;
            DELETE FROM todo.webhooks WHERE user_id = whose;
        END $$;
        REVOKE EXECUTE ON FUNCTION todo.erase_user(text, bigint) FROM PUBLIC;
        REVOKE EXECUTE ON FUNCTION todo.erase_user_but_webhooks(text, bigint) FROM PUBLIC;
        """
}

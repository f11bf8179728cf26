extension Schema {
    /// The identity of a task in files, by which a second import of a file knows it again.
    static let importedTasks = """
        ALTER TABLE todo.tasks ADD COLUMN uid text;
        CREATE INDEX tasks_by_uid ON todo.tasks (user_id, uid) WHERE uid IS NOT NULL;
        """

    /// The secret links of calendars, of which only a digest is kept.
    static let calendarFeeds = """
        CREATE TABLE todo.calendar_feeds (
            user_id text PRIMARY KEY,
            secret_hash text NOT NULL UNIQUE,
            created_at bigint NOT NULL
        );
        """

    /// What stays of a user who is gone, and the one way in which audit entries go: all of a user's at once, with
    /// everything else of the user, by a function that leaves the tombstone.
    ///
    /// Whoever uses the database has no right to delete audit entries; the function has it, as it runs with the rights
    /// of the tables' owner. It locks the user's row first, so that no commit is under way; `advance` takes no first
    /// change of a user who is gone.
    static let erasedUsers = """
        CREATE TABLE todo.erased_users (
            user_id text PRIMARY KEY,
            erased_at bigint NOT NULL,
            audit_entries bigint NOT NULL,
            audit_head text NOT NULL
        );
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON todo.erased_users FROM PUBLIC;

        CREATE OR REPLACE FUNCTION todo.refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND current_setting('todo.erases_user', true) = 'yes' THEN RETURN NULL; END IF;
            RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
        END $$;

        CREATE OR REPLACE FUNCTION todo.advance(whose text, expected bigint, new bigint) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE todo.users SET sequence = new WHERE user_id = whose AND sequence = expected;
            IF FOUND THEN RETURN; END IF;
            IF expected = 0 THEN
                IF EXISTS (SELECT FROM todo.erased_users WHERE user_id = whose) THEN
                    RAISE EXCEPTION 'the account of % was deleted', whose;
                END IF;
                INSERT INTO todo.users (user_id, sequence) VALUES (whose, new) ON CONFLICT DO NOTHING;
                IF FOUND THEN RETURN; END IF;
            END IF;
            RAISE EXCEPTION 'the sequence of % is not %', whose, expected USING ERRCODE = '\(sequenceMoved)';
        END $$;

        CREATE OR REPLACE FUNCTION todo.advance(whose text, expected bigint, new bigint, back text) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE todo.users SET sequence = new, undo = back WHERE user_id = whose AND sequence = expected;
            IF FOUND THEN RETURN; END IF;
            PERFORM todo.advance(whose, expected, new);
            UPDATE todo.users SET undo = back WHERE user_id = whose;
        END $$;

        CREATE FUNCTION todo.erase_user(whose text, moment bigint) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT FROM todo.erased_users WHERE user_id = whose) THEN RETURN; END IF;
            INSERT INTO todo.users (user_id, sequence) VALUES (whose, 0) ON CONFLICT DO NOTHING;
            PERFORM FROM todo.users WHERE user_id = whose FOR UPDATE;
            INSERT INTO todo.erased_users (user_id, erased_at, audit_entries, audit_head)
            SELECT whose, moment, count(*), coalesce(
                (SELECT hash FROM todo.audit WHERE user_id = whose ORDER BY sequence DESC LIMIT 1), '')
            FROM todo.audit WHERE user_id = whose
            ON CONFLICT DO NOTHING;
            PERFORM set_config('todo.erases_user', 'yes', true);
            DELETE FROM todo.audit WHERE user_id = whose;
            PERFORM set_config('todo.erases_user', '', true);
            DELETE FROM todo.tasks WHERE user_id = whose;
            DELETE FROM todo.successors WHERE user_id = whose;
            DELETE FROM todo.occurrences WHERE user_id = whose;
            DELETE FROM todo.pending_reminders WHERE user_id = whose;
            DELETE FROM todo.tags WHERE user_id = whose;
            DELETE FROM todo.records WHERE user_id = whose;
            DELETE FROM todo.outbox WHERE user_id = whose;
            DELETE FROM todo.task_updates WHERE user_id = whose;
            DELETE FROM todo.idempotency WHERE user_id = whose;
            DELETE FROM todo.calendar_feeds WHERE user_id = whose;
            DELETE FROM todo.accounts WHERE user_id = whose;
            DELETE FROM todo.api_tokens WHERE user_id = whose;
            DELETE FROM todo.users WHERE user_id = whose;
        END $$;
        REVOKE EXECUTE ON FUNCTION todo.erase_user(text, bigint) FROM PUBLIC;
        """
}

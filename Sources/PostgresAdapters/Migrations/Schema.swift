/// The tables, as a list of migrations that only ever grows.
enum Schema {
    /// The key of the lock that migrations hold.
    static let lock: Int64 = 0x746f_646f_0001
    /// The key of the lock that the one working outbox relay holds.
    static let relayLock: Int64 = 0x746f_646f_0002
    /// The channel that tells of outbox rows.
    static let outboxChannel: String = "todo_outbox"
    /// The state of an error that tells of a sequence which moved on.
    static let sequenceMoved: String = "TD001"
    /// The state of an error that tells of an occurrence which another task holds.
    static let occurrenceTaken: String = "TD002"

    static let migrations: [Migration] = [
        Migration(number: 1, name: "tasks", sql: tasks),
        Migration(number: 2, name: "task history", sql: taskHistory),
        Migration(number: 3, name: "series and reminders", sql: series),
        Migration(number: 4, name: "audit", sql: audit),
        Migration(number: 5, name: "accounts", sql: accounts),
        Migration(number: 6, name: "search", sql: search),
        Migration(number: 7, name: "task lists", sql: taskLists),
        Migration(number: 8, name: "records", sql: records),
        Migration(number: 9, name: "imported tasks", sql: importedTasks),
        Migration(number: 10, name: "calendar feeds", sql: calendarFeeds),
        Migration(number: 11, name: "erased users", sql: erasedUsers),
        Migration(number: 12, name: "access", sql: access),
        Migration(number: 13, name: "webhooks", sql: webhooks),
    ]

    /// Due date, series and reminders are JSON.
    ///
    /// Rows that are written over and over leave room beside them.
    private static let tasks = """
        CREATE TABLE todo.users (
            user_id text PRIMARY KEY,
            sequence bigint NOT NULL,
            settings text
        ) WITH (fillfactor = 70);

        CREATE TABLE todo.tasks (
            user_id text NOT NULL,
            id bigint NOT NULL,
            title text NOT NULL,
            description text NOT NULL,
            priority text NOT NULL,
            due text,
            series text,
            series_id bigint,
            waits_for_clock boolean NOT NULL,
            tags text,
            reminders text,
            completed_at bigint,
            version bigint NOT NULL,
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL,
            PRIMARY KEY (user_id, id)
        ) WITH (fillfactor = 80);
        CREATE INDEX tasks_by_clock ON todo.tasks (id) WHERE waits_for_clock;

        CREATE TABLE todo.successors (
            user_id text NOT NULL,
            predecessor_id bigint NOT NULL,
            task_id bigint NOT NULL,
            PRIMARY KEY (user_id, predecessor_id)
        );
        CREATE INDEX successors_by_task ON todo.successors (user_id, task_id);

        CREATE TABLE todo.tags (
            user_id text NOT NULL,
            key text NOT NULL,
            name text NOT NULL,
            colour text NOT NULL,
            PRIMARY KEY (user_id, key)
        );

        CREATE TABLE todo.identifiers (
            kind text PRIMARY KEY,
            next bigint NOT NULL
        );

        CREATE FUNCTION todo.advance(whose text, expected bigint, new bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE todo.users SET sequence = new WHERE user_id = whose AND sequence = expected;
            IF FOUND THEN RETURN; END IF;
            IF expected = 0 THEN
                INSERT INTO todo.users (user_id, sequence) VALUES (whose, new) ON CONFLICT DO NOTHING;
                IF FOUND THEN RETURN; END IF;
            END IF;
            RAISE EXCEPTION 'the sequence of % is not %', whose, expected USING ERRCODE = '\(sequenceMoved)';
        END $$;
        """

    /// What happened to the tasks: for publishing, for clients that come back, and for repeated commands.
    private static let taskHistory = """
        CREATE TABLE todo.task_store (epoch text NOT NULL);
        INSERT INTO todo.task_store VALUES (replace(gen_random_uuid()::text, '-', ''));

        CREATE TABLE todo.outbox (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            user_id text NOT NULL,
            topic text NOT NULL,
            event bytea NOT NULL
        ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

        CREATE TABLE todo.task_updates (
            user_id text NOT NULL,
            sequence bigint NOT NULL,
            event bytea NOT NULL,
            PRIMARY KEY (user_id, sequence)
        );

        CREATE TABLE todo.idempotency (
            user_id text NOT NULL,
            key text NOT NULL,
            recorded_at bigint NOT NULL,
            record bytea NOT NULL,
            PRIMARY KEY (user_id, key)
        );
        CREATE INDEX idempotency_by_time ON todo.idempotency (recorded_at);
        """

    /// Which task is which occurrence of a series, for ever, and which reminders wait.
    private static let series = """
        CREATE TABLE todo.occurrences (
            user_id text NOT NULL,
            series_id bigint NOT NULL,
            reading text NOT NULL,
            task_id bigint NOT NULL,
            PRIMARY KEY (user_id, series_id, reading)
        );
        CREATE UNIQUE INDEX occurrences_by_task ON todo.occurrences (user_id, task_id);

        CREATE FUNCTION todo.require_free(whose text, series bigint, wanted text, task bigint) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM todo.occurrences
                WHERE user_id = whose AND series_id = series AND reading = wanted AND task_id <> task
            ) THEN
                RAISE EXCEPTION 'another task is occurrence % of series %', wanted, series
                USING ERRCODE = '\(occurrenceTaken)';
            END IF;
        END $$;

        CREATE TABLE todo.pending_reminders (
            user_id text NOT NULL,
            task_id bigint NOT NULL,
            reminder_id bigint NOT NULL,
            remind_at bigint NOT NULL,
            correlation_id text NOT NULL,
            PRIMARY KEY (user_id, task_id, reminder_id)
        );
        CREATE INDEX pending_reminders_by_time ON todo.pending_reminders (remind_at, reminder_id);
        """

    /// Whoever may append cannot change or remove: the rights do not allow it, nor does the table to its owner.
    private static let audit = """
        CREATE TABLE todo.audit (
            user_id text NOT NULL,
            sequence bigint NOT NULL,
            task_id bigint,
            hash text NOT NULL,
            entry bytea NOT NULL,
            PRIMARY KEY (user_id, sequence)
        );
        CREATE INDEX audit_by_task ON todo.audit (user_id, task_id, sequence);
        REVOKE UPDATE, DELETE, TRUNCATE ON todo.audit FROM PUBLIC;

        CREATE FUNCTION todo.refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
        END $$;
        CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON todo.audit
        FOR EACH STATEMENT EXECUTE FUNCTION todo.refuse_change_of_audit();
        """

    private static let accounts = """
        CREATE TABLE todo.accounts (
            email_key text PRIMARY KEY,
            email text NOT NULL,
            user_id text NOT NULL UNIQUE,
            password_hash text NOT NULL,
            created_at bigint NOT NULL
        );
        """

    /// Folded text, with an index of its sequences of three characters.
    private static let search = """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        ALTER TABLE todo.tasks ADD COLUMN search_text text;
        CREATE INDEX tasks_by_text ON todo.tasks USING gin (search_text gin_trgm_ops);
        """
}

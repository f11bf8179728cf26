extension Schema {
    /// What users have beside tasks and tags, whose subtask each task is, and what takes each user's last change back.
    ///
    /// That is set in the statement that counts the change, so that keeping it costs no further one.
    static let records = """
        CREATE TABLE todo.records (
            user_id text NOT NULL,
            kind text NOT NULL,
            key text NOT NULL,
            position bigint NOT NULL,
            record text NOT NULL,
            PRIMARY KEY (user_id, kind, key)
        );
        CREATE INDEX records_by_position ON todo.records (user_id, kind, position, key);

        ALTER TABLE todo.tasks ADD COLUMN parent_id bigint;
        CREATE INDEX tasks_by_parent ON todo.tasks (user_id, parent_id) WHERE parent_id IS NOT NULL;

        ALTER TABLE todo.users ADD COLUMN undo text;
        CREATE FUNCTION todo.advance(whose text, expected bigint, new bigint, back text) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE todo.users SET sequence = new, undo = back WHERE user_id = whose AND sequence = expected;
            IF FOUND THEN RETURN; END IF;
            IF expected = 0 THEN
                INSERT INTO todo.users (user_id, sequence, undo) VALUES (whose, new, back) ON CONFLICT DO NOTHING;
                IF FOUND THEN RETURN; END IF;
            END IF;
            RAISE EXCEPTION 'the sequence of % is not %', whose, expected USING ERRCODE = '\(sequenceMoved)';
        END $$;
        """
}

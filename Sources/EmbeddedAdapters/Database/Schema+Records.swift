extension Schema {
    /// What users have beside tasks and tags, whose subtask each task is, and what takes each user's last change back.
    ///
    /// Records lie in the order in which they are listed, as few users have many.
    static let records = """
        CREATE TABLE records (
            user_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            position INTEGER NOT NULL,
            record TEXT NOT NULL,
            PRIMARY KEY (user_id, kind, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX records_by_position ON records (user_id, kind, position, key);

        ALTER TABLE tasks ADD COLUMN parent_id INTEGER;
        CREATE INDEX tasks_by_parent ON tasks (user_id, parent_id) WHERE parent_id IS NOT NULL;

        ALTER TABLE users ADD COLUMN undo TEXT;
        """
}

extension Schema {
    /// The identity of a task in files, by which a second import of a file knows it again.
    static let importedTasks = """
        ALTER TABLE tasks ADD COLUMN uid TEXT;
        CREATE INDEX tasks_by_uid ON tasks (user_id, uid) WHERE uid IS NOT NULL;
        """

    /// The secret links of calendars, of which only a digest is kept.
    static let calendarFeeds = """
        CREATE TABLE calendar_feeds (
            user_id TEXT NOT NULL PRIMARY KEY,
            secret_hash TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What stays of a user who is gone: that there was one, and where the audit trail ended.
    static let erasedUsers = """
        CREATE TABLE erased_users (
            user_id TEXT NOT NULL PRIMARY KEY,
            erased_at INTEGER NOT NULL,
            audit_entries INTEGER NOT NULL,
            audit_head TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}

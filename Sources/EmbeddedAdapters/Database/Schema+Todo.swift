internal import CivilTime
internal import GRDB
internal import ServicePorts
internal import TodoDomain

extension Schema {
    /// A user's tasks lie together, as they are listed together.
    ///
    /// Due date, series, tags and reminders are JSON.
    static let tasks = """
        CREATE TABLE users (
            user_id TEXT NOT NULL PRIMARY KEY,
            sequence INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tasks (
            user_id TEXT NOT NULL,
            id INTEGER NOT NULL,
            title TEXT NOT NULL,
            description TEXT NOT NULL,
            priority TEXT NOT NULL,
            due TEXT,
            series TEXT,
            tags TEXT,
            reminders TEXT,
            completed_at INTEGER,
            version INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE successors (
            user_id TEXT NOT NULL,
            predecessor_id INTEGER NOT NULL,
            task_id INTEGER NOT NULL,
            PRIMARY KEY (user_id, predecessor_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tags (
            user_id TEXT NOT NULL,
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            colour TEXT NOT NULL,
            PRIMARY KEY (user_id, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identifiers (
            kind TEXT NOT NULL PRIMARY KEY,
            next INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What happened to the tasks: for publishing, for clients that come back, and for repeated commands.
    static let taskHistory = """
        CREATE TABLE task_store (epoch TEXT NOT NULL) STRICT;
        INSERT INTO task_store VALUES (lower(hex(randomblob(16))));

        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL,
            topic TEXT NOT NULL,
            event BLOB NOT NULL
        ) STRICT;

        CREATE TABLE task_updates (
            user_id TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            event BLOB NOT NULL,
            PRIMARY KEY (user_id, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE idempotency (
            user_id TEXT NOT NULL,
            key TEXT NOT NULL,
            recorded_at INTEGER NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (user_id, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_by_time ON idempotency (recorded_at);
        """

    static let audit = """
        CREATE TABLE audit (
            user_id TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            task_id INTEGER,
            hash TEXT NOT NULL,
            entry BLOB NOT NULL,
            PRIMARY KEY (user_id, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX audit_by_task ON audit (user_id, task_id, sequence);
        """

    /// Which task is which occurrence of a series, for ever: also when the task is gone.
    static let occurrences = """
        CREATE TABLE occurrences (
            user_id TEXT NOT NULL,
            series_id INTEGER NOT NULL,
            reading TEXT NOT NULL,
            task_id INTEGER NOT NULL,
            PRIMARY KEY (user_id, series_id, reading)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX occurrences_by_task ON occurrences (user_id, task_id);
        """

    /// Few series advance by the clock, so looking for them must not read all tasks.
    static let seriesByClock = """
        CREATE INDEX tasks_by_clock ON tasks (id) WHERE instr(series, '"advance":"on_schedule"') > 0;
        """

    /// The reminders that wait, of all users, in the order of their instants.
    static let pendingReminders = """
        CREATE TABLE pending_reminders (
            user_id TEXT NOT NULL,
            task_id INTEGER NOT NULL,
            reminder_id INTEGER NOT NULL,
            remind_at INTEGER NOT NULL,
            correlation_id TEXT NOT NULL,
            PRIMARY KEY (user_id, task_id, reminder_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pending_reminders_by_time ON pending_reminders (remind_at, reminder_id);
        """

    /// Fills the table from a file of before it; what made those reminders is not known there.
    static func trackReminders(in database: Database) throws {
        for row in try database.rows("SELECT user_id, id, reminders FROM tasks WHERE reminders IS NOT NULL") {
            let reminders: [Reminder] = try JSONCodec.decode(from: Array((row["reminders"] as String).utf8))
            for reminder in reminders where reminder.status == .pending {
                try database.run(
                    """
                    INSERT INTO pending_reminders (user_id, task_id, reminder_id, remind_at, correlation_id)
                    VALUES (?, ?, ?, ?, 'unknown')
                    """,
                    [
                        row["user_id"] as String, row["id"] as Int64, reminder.id.rawValue,
                        reminder.remindAt.millisecondsSinceEpoch,
                    ])
            }
        }
    }

    static let accounts = """
        CREATE TABLE accounts (
            email_key TEXT NOT NULL PRIMARY KEY,
            email TEXT NOT NULL,
            user_id TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}

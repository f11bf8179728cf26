internal import GRDB

/// The tables, as a list of migrations that only ever grows.
enum Schema {
    /// Brings any earlier file to the present schema.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 events") { try $0.execute(sql: events) }
        migrator.registerMigration("2 state") { try $0.execute(sql: state) }
        migrator.registerMigration("3 jobs") { try $0.execute(sql: jobs) }
        migrator.registerMigration("4 tasks") { try $0.execute(sql: tasks) }
        migrator.registerMigration("5 task history") { try $0.execute(sql: taskHistory) }
        migrator.registerMigration("6 audit") { try $0.execute(sql: audit) }
        migrator.registerMigration("7 accounts") { try $0.execute(sql: accounts) }
        migrator.registerMigration("8 occurrences") { try $0.execute(sql: occurrences) }
        migrator.registerMigration("9 series by the clock") { try $0.execute(sql: seriesByClock) }
        migrator.registerMigration("10 pending reminders") { database in
            try database.execute(sql: pendingReminders)
            try trackReminders(in: database)
        }
        migrator.registerMigration("11 settings") {
            try $0.execute(sql: "ALTER TABLE users ADD COLUMN settings TEXT")
        }
        migrator.registerMigration("12 task lists") { database in
            try database.execute(sql: taskLists)
            try noteDueReadings(in: database)
        }
        migrator.registerMigration("13 records") { try $0.execute(sql: records) }
        migrator.registerMigration("14 imported tasks") { try $0.execute(sql: importedTasks) }
        migrator.registerMigration("15 calendar feeds") { try $0.execute(sql: calendarFeeds) }
        migrator.registerMigration("16 erased users") { try $0.execute(sql: erasedUsers) }
        migrator.registerMigration("17 access") { try $0.execute(sql: access) }
        migrator.registerMigration("18 webhooks") { try $0.execute(sql: webhooks) }
        return migrator
    }

    /// The index on the topic alone serves "of a topic, after a position": the row id is part of every index.
    private static let events = """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL,
            event_id TEXT NOT NULL,
            partition_key TEXT NOT NULL,
            published_at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX events_by_topic ON events (topic);

        CREATE TABLE consumer_positions (
            consumer_group TEXT NOT NULL,
            topic TEXT NOT NULL,
            position INTEGER NOT NULL,
            moved_at INTEGER NOT NULL,
            PRIMARY KEY (consumer_group, topic)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE dead_letters (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL,
            consumer_group TEXT NOT NULL,
            position INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            partition_key TEXT NOT NULL,
            reason TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            given_up_at INTEGER NOT NULL,
            UNIQUE (topic, consumer_group, position)
        ) STRICT;
        """

    private static let state = """
        CREATE TABLE state (
            key TEXT NOT NULL PRIMARY KEY,
            value BLOB NOT NULL,
            version INTEGER NOT NULL,
            expires_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX state_by_expiry ON state (expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE state_version (last INTEGER NOT NULL) STRICT;
        INSERT INTO state_version VALUES (0);
        """

    /// The generation grows with every write of the table, so a replaced job is another row than the one that ran.
    private static let jobs = """
        CREATE TABLE jobs (
            generation INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            due_at INTEGER NOT NULL,
            period INTEGER,
            payload BLOB NOT NULL,
            attempt INTEGER NOT NULL,
            try_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX jobs_by_try ON jobs (try_at);
        """
}

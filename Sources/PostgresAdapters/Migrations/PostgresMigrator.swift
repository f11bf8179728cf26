public import PostgresClient

/// Brings a database to the schema that this program needs; any number of processes may try at once.
public struct PostgresMigrator: Sendable {
    /// A step as a plan lists it.
    public struct Step: Sendable, Equatable, CustomStringConvertible {
        /// Its place, from 1.
        public let number: Int64
        /// What it brings.
        public let name: String
        /// True when the database has it.
        public let isDone: Bool
        /// What it does.
        public let sql: String

        /// Its number and name.
        public var description: String { "\(number) \(name)" }
    }

    let settings: PostgresSettings
    private let migrations: [Migration]

    /// A migrator of that database.
    public init(_ settings: PostgresSettings) {
        self.init(settings, migrations: Schema.migrations)
    }

    init(_ settings: PostgresSettings, migrations: [Migration]) {
        self.settings = settings
        self.migrations = migrations
    }

    /// Every step, done or to be done, changing nothing; throws `PostgresError` or `SchemaError`.
    public func plan() async throws -> [Step] {
        let session = try await PostgresSession.connect(settings)
        return try await steps(in: session)
    }

    /// Carries out what is to be done and answers it; throws `PostgresError` or `SchemaError`.
    ///
    /// Each step is one transaction. A second process waits for the first and finds nothing to do.
    public func migrate() async throws -> [Step] {
        let session = try await PostgresSession.connect(settings)
        // Held by the session, so a process that dies lets go of it.
        try await session.query(PostgresStatement("SELECT pg_advisory_lock($1)", [.integer(Schema.lock)]), timeout: nil)
        let pending = try await steps(in: session).filter { !$0.isDone }
        if !pending.isEmpty { try await session.script(PostgresMigrator.ledger) }
        for step in pending {
            guard let migration = migrations.first(where: { $0.number == step.number }) else { continue }
            try await session.script(migration.sql + ";\n" + PostgresMigrator.entry(of: migration))
        }
        return pending
    }

    /// Throws `SchemaError` unless the database has exactly the schema that this program needs; or `PostgresError`.
    public func requireCurrent() async throws {
        guard let missing = try await plan().first(where: { !$0.isDone }) else { return }
        throw SchemaError("\(settings.place) lacks step \(missing) of its schema; run: todo migrate")
    }

    private static let ledger = """
        CREATE SCHEMA IF NOT EXISTS todo;
        CREATE TABLE IF NOT EXISTS todo.migrations (
            number bigint PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """

    private static func entry(of migration: Migration) -> String {
        "INSERT INTO todo.migrations (number, name, checksum) "
            + "VALUES (\(migration.number), '\(migration.name)', '\(migration.checksum)');"
    }

    private func steps(in session: PostgresSession) async throws -> [Step] {
        var done: [Int64: (name: String, checksum: String)] = [:]
        let ledger = try await session.query(
            PostgresStatement("SELECT to_regclass('todo.migrations') IS NOT NULL"))
        if try ledger.first?.boolean(0) ?? false {
            let rows = try await session.query(
                PostgresStatement("SELECT number, name, checksum FROM todo.migrations ORDER BY number"))
            for row in try rows.map({ (try $0.integer(0), try $0.text(1), try $0.text(2)) }) {
                done[row.0] = (row.1, row.2)
            }
        }
        try check(done)
        return migrations.map {
            Step(number: $0.number, name: $0.name, isDone: done[$0.number] != nil, sql: $0.sql)
        }
    }

    private func check(_ done: [Int64: (name: String, checksum: String)]) throws {
        if let last = done.keys.max(), last > migrations.last?.number ?? 0 {
            throw SchemaError(
                "\(settings.place) has step \(last) of a later program; the last that this one knows is"
                    + " \(migrations.last?.number ?? 0)")
        }
        for migration in migrations {
            guard let entry = done[migration.number], entry.checksum != migration.checksum else { continue }
            throw SchemaError(
                "step \(migration.number) '\(entry.name)' of \(settings.place) is not the one of this program: "
                    + "checksum \(entry.checksum), not \(migration.checksum)")
        }
    }
}

/// The database's schema is not the one that the program needs.
public struct SchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let message: String

    init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

internal import GRDB

/// One SQLite file that holds everything durable of the embedded wiring.
///
/// Commits are synced to disk before a write returns, so that they outlive the process and the machine's power.
public final class EmbeddedDatabase: Sendable {
    /// Path of the file.
    public let path: String
    private let lock: DatabaseLock
    private let pool: DatabasePool
    private let writer: GroupCommitWriter

    /// Opens the file, creates it when absent and brings its schema up to date; throws `EmbeddedDatabaseError`.
    public convenience init(path: String) throws {
        try self.init(path: path, schema: Schema.migrator)
    }

    init(path: String, schema: DatabaseMigrator) throws {
        self.path = path
        let content = try DatabaseFile.inspect(path)
        lock = try DatabaseLock(databasePath: path)
        do {
            if content == .nothing { try EmbeddedDatabase.create(path) }
            pool = try DatabasePool(path: path, configuration: EmbeddedDatabase.configuration())
            // The pool sets NORMAL, which may lose the last commits when the power fails.
            // The writer changes many pages of many indexes, for which SQLite's 2 MiB are few.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16384")
            }
            guard try !pool.read(schema.hasBeenSuperseded) else {
                throw EmbeddedDatabaseError(
                    .newerSchema,
                    "the database '\(path)' was written by a later version; run that version or a later one")
            }
            try schema.migrate(pool)
        } catch let error as DatabaseError {
            throw EmbeddedDatabaseError(error, path: path)
        }
        writer = GroupCommitWriter(pool: pool)
    }

    /// How many writes wait for their turn: a measure of load.
    public var waitingWrites: Int { writer.waiting }

    /// Returns when the database can be read and its writer answers; throws `EmbeddedDatabaseError`.
    public func check() async throws {
        do {
            let committed = try await read { try $0.integer("SELECT last FROM state_version") }
            let written = try await write { try $0.integer("SELECT last FROM state_version") }
            assert((committed ?? 0) <= (written ?? 0), "the writer sees less than a reader did before")
        } catch let failure as StorageFailure {
            throw EmbeddedDatabaseError(.failed, "the database '\(path)' does not answer: \(failure.message)")
        }
    }

    /// Closes every connection once running reads and writes are done; throws `EmbeddedDatabaseError`.
    ///
    /// The write-ahead log is moved into the file first, so that the file alone is a whole copy.
    public func close() throws {
        do {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try pool.close()
        } catch let error as DatabaseError {
            throw EmbeddedDatabaseError(error, path: path)
        }
    }

    /// Runs the body in a transaction that is durable when this returns, or undone when it throws.
    ///
    /// Throws what the body throws, or `StorageFailure`. The caller's cancellation does not undo the write.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await writer.write(body)
    }

    /// Runs the body on one consistent view of what was committed; throws what the body throws, or `StorageFailure`.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { connection in
                continuation.resume(with: Result { try body(connection.get()) }.mapError(StorageFailure.wrapping))
            }
        }
    }
}

extension EmbeddedDatabase {
    /// Makes the file with its mark while it still has no write-ahead log, so that the mark is in the file's header.
    private static func create(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(DatabaseFile.applicationID)")
        }
        try queue.close()
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "embedded"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        return configuration
    }
}

extension EmbeddedDatabaseError {
    /// The failure that SQLite's error means for whoever opened the file.
    fileprivate init(_ error: DatabaseError, path: String) {
        let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(.notADatabase, "'\(path)' is not an SQLite database (\(detail)); name another file")
        case .SQLITE_CORRUPT:
            self.init(.damaged, "the database '\(path)' is damaged (\(detail)); restore it from a backup")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR, .SQLITE_FULL:
            self.init(
                .inaccessible,
                "cannot write the database '\(path)' (\(detail)); check its directory, rights and free space")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.inUse, "the database '\(path)' is locked by another process (\(detail)); stop that one")
        default:
            self.init(.failed, "cannot open the database '\(path)': \(detail)")
        }
    }
}

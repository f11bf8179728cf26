public import CivilTime
internal import GRDB
internal import ServicePorts
public import TodoDomain
public import TodoPorts

/// `TaskStore` on the embedded database.
public final class SQLiteTaskStore: TaskStore {
    private let database: EmbeddedDatabase
    private let outboxGate: VersionGate = VersionGate()

    /// The store in that database; one object per database, or waits for the outbox miss the other's commits.
    public init(database: EmbeddedDatabase) {
        self.database = database
    }

    /// Identity of this store's history, minted with the database; throws `TaskStoreError`.
    public func epoch() async throws -> String {
        try await read { database in
            guard let row = try database.row("SELECT epoch FROM task_store") else {
                throw StoredValueError("the database has no epoch")
            }
            return row[0]
        }
    }

    /// What a decision needs of one user, read at one instant; throws `TaskStoreError`.
    public func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot {
        try await read { try TaskTables(database: $0, user: request.userID).snapshot(request) }
    }

    /// Applies the commit or throws `TaskStoreError`, `.conflict` when somebody else was first.
    public func commit(_ commit: TaskCommit) async throws {
        // A commit of unknown outcome may have added rows, so those who wait look in any case.
        defer { if !commit.messages.isEmpty { outboxGate.raise() } }
        try await mapped {
            let encoded = try EncodedCommit(commit)
            try await database.write { try TaskTables(database: $0, user: commit.userID).commit(encoded) }
        }
    }

    /// Keeps the memory of a command that changed nothing; throws `TaskStoreError`, `.conflict` as `commit` does.
    public func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws {
        try await mapped {
            let encoded = try EncodedCommit.Record(record)
            try await database.write {
                try TaskTables(database: $0, user: userID).remember(encoded, expectedSequence: expectedSequence)
            }
        }
    }

    /// The user's tasks that match, in the query's order; throws `TaskStoreError`.
    public func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask] {
        let tasks = try await read { try TaskListing(query, of: userID).tasks(in: $0) }
        // The query itself sorts, as SQLite compares text by bytes.
        return query.applied(to: tasks)
    }

    /// How many of the user's tasks match; throws `TaskStoreError`.
    public func count(of userID: UserID, matching query: TaskQuery) async throws -> Int {
        try await read { try TaskListing(query, of: userID).count(in: $0) }
    }

    /// All that the user has, read at one instant; throws `TaskStoreError`.
    public func state(of userID: UserID) async throws -> UserState {
        try await read { database in
            let tables = TaskTables(database: database, user: userID)
            return UserState(
                sequence: try tables.sequence(), tasks: try tables.tasks(where: "TRUE"), tags: try tables.tags(),
                settings: try tables.settings(), records: try tables.records())
        }
    }

    /// The user's records of a kind, in their order; throws `TaskStoreError`.
    public func records(of userID: UserID, kind: UserRecord.Kind) async throws -> [UserRecord] {
        try await read { try TaskTables(database: $0, user: userID).records(kind) }
    }

    /// Sets aside identities and answers the first; throws `TaskStoreError`.
    public func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64 {
        try await write { database in
            let first = try database.integer(
                """
                INSERT INTO identifiers (kind, next) VALUES (?1, 1 + ?2)
                ON CONFLICT (kind) DO UPDATE SET next = next + ?2 RETURNING next - ?2
                """, [kind.rawValue, count])
            guard let first else { throw StoredValueError("no identities for \(kind) were set aside") }
            return first
        }
    }

    /// The user's updates after a sequence, oldest first; throws `TaskStoreError`.
    public func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage {
        try await read { try TaskTables(database: $0, user: userID).updates(after: sequence, limit: limit) }
    }
}

// MARK: - What is found among all users

extension SQLiteTaskStore {
    /// Pending reminders of all users up to an instant, in the order of their instants; throws `TaskStoreError`.
    public func pendingReminders(
        until: Timestamp, after place: ReminderPlace?, limit: Int
    ) async throws -> [PendingReminder] {
        try await read { try TaskTables.pendingReminders(in: $0, until: until, after: place, limit: limit) }
    }

    /// The newest occurrences of series by the clock that are not paused, of all users; throws `TaskStoreError`.
    public func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask] {
        try await read { database in
            // What the index has, and not paused: whether a task is that is told by its JSON.
            try database.rows(
                """
                SELECT \(TaskRow.columns), user_id FROM tasks
                WHERE instr(series, '"advance":"on_schedule"') > 0 AND instr(series, '"paused":true') = 0 AND id > ?
                    AND NOT EXISTS (
                        SELECT 1 FROM successors
                        WHERE successors.user_id = tasks.user_id AND successors.predecessor_id = tasks.id)
                ORDER BY id LIMIT ?
                """, [id?.rawValue ?? 0, limit]
            ).map { try TaskRow.task($0, of: UserID($0["user_id"])) }
        }
    }
}

// MARK: - Outbox and pruning

extension SQLiteTaskStore {
    /// The most users whose history is pruned in one transaction, so that pruning does not hold up commits.
    private static let pruningBatch = 200

    /// Outbox entries not yet published, oldest first; throws `TaskStoreError`.
    public func unpublished(limit: Int) async throws -> OutboxBatch {
        // Read before the rows: a commit in between is then waited for in vain once, and never missed.
        let version = outboxGate.version
        let entries = try await read { database in
            try database.rows("SELECT id, user_id, topic, event FROM outbox ORDER BY id LIMIT ?", [limit]).map {
                OutboxEntry(
                    id: $0[0], userID: UserID($0[1]),
                    message: try OutboxMessage(topic: $0[2], event: $0.bytes(3)))
            }
        }
        return OutboxBatch(entries: entries, version: version)
    }

    /// Takes published entries off the outbox; throws `TaskStoreError`.
    public func markPublished(_ identifiers: [Int64]) async throws {
        guard !identifiers.isEmpty else { return }
        try await write { database in
            for identifier in identifiers { try database.run("DELETE FROM outbox WHERE id = ?", [identifier]) }
        }
    }

    /// Returns when entries may have been added since that version; throws `CancellationError` when cancelled.
    public func waitForOutbox(after version: Int64) async throws {
        try await outboxGate.wait(after: version)
    }

    /// Forgets old idempotency records and updates beyond the retention; throws `TaskStoreError`.
    public func prune(_ retention: TaskRetention) async throws {
        let since = retention.idempotencyRecordsSince.millisecondsSinceEpoch
        try await write { try $0.run("DELETE FROM idempotency WHERE recorded_at < ?", [since]) }
        let kept = Int64(retention.updatesPerUser)
        let heads = try await read { database in
            try database.rows("SELECT user_id, sequence FROM users WHERE sequence > ?", [kept])
                .map { (user: $0[0] as String, last: ($0[1] as Int64) - kept) }
        }
        for start in stride(from: 0, to: heads.count, by: SQLiteTaskStore.pruningBatch) {
            let batch = heads[start..<min(start + SQLiteTaskStore.pruningBatch, heads.count)]
            try await write { database in
                for (user, last) in batch {
                    try database.run("DELETE FROM task_updates WHERE user_id = ? AND sequence <= ?", [user, last])
                }
            }
        }
    }
}

// MARK: - Errors

extension SQLiteTaskStore {
    private func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await mapped { try await database.read(body) }
    }

    private func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await mapped { try await database.write(body) }
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as TaskStoreError {
            throw error
        } catch let failure as StorageFailure {
            throw TaskStoreError(failure.kind == .unknown ? .ambiguous : .unavailable, failure.message)
        } catch let error as StoredValueError {
            throw TaskStoreError(.unavailable, error.message)
        } catch {
            throw TaskStoreError(.unavailable, "a stored or given value cannot be coded: \(error)")
        }
    }
}

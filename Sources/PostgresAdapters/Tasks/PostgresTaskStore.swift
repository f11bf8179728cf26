public import Logging
public import PostgresClient
internal import ServicePorts
public import TodoDomain
public import TodoPorts

/// `TaskStore` on PostgreSQL, for any number of processes at once.
///
/// The outbox is handed to one process at a time, the one whose `run()` holds the relay's lock; every other one finds
/// it empty and waits, so that events of a user are published in their order however many relays there are.
public final class PostgresTaskStore: TaskStore {
    let pool: PostgresPool
    let outbox: PostgresOutbox

    /// The store in the pool's database, whose schema must be current.
    public init(pool: PostgresPool, logger: Logger = Logger(label: "postgres-task-store")) {
        self.pool = pool
        outbox = PostgresOutbox(pool: pool, logger: logger)
    }

    /// Takes part in handing out the outbox until the task is cancelled.
    public func run() async {
        await outbox.run()
    }

    /// Identity of this store's history, minted with the schema; throws `TaskStoreError`.
    public func epoch() async throws -> String {
        try await TaskStoreError.mapped {
            let rows = try await pool.query(PostgresStatement("SELECT epoch FROM todo.task_store"))
            guard let row = rows.first else { throw StoredValueError("the database has no epoch") }
            return try row.text(0)
        }
    }

    /// What a decision needs of one user, read at one instant; throws `TaskStoreError`.
    public func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot {
        try await TaskStoreError.mapped {
            let reading = SnapshotReading(request)
            return try reading.snapshot(try await pool.read(reading.statements))
        }
    }

    /// Applies the commit or throws `TaskStoreError`, `.conflict` when somebody else was first.
    public func commit(_ commit: TaskCommit) async throws {
        // A commit of unknown outcome may have added rows, so those who wait look in any case.
        defer { if !commit.messages.isEmpty { outbox.noteRows() } }
        try await TaskStoreError.mapped {
            let encoded = try EncodedCommit(commit)
            let retagged = try await tasksRetagged(by: commit)
            try await pool.pipeline(CommitWriting(encoded, of: commit.userID, retagged: retagged).statements)
        }
    }

    /// Keeps the memory of a command that changed nothing; throws `TaskStoreError`, `.conflict` as `commit` does.
    public func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws {
        try await TaskStoreError.mapped {
            let encoded = try EncodedCommit.Record(record)
            try await pool.pipeline(
                CommitWriting.remember(encoded, of: userID, expectedSequence: expectedSequence))
        }
    }

    /// The user's tasks that match, in the query's order; throws `TaskStoreError`.
    public func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask] {
        try await TaskStoreError.mapped {
            var listing = TaskListing(query, of: userID)
            while let statement = listing.next() { try listing.take(try await pool.query(statement)) }
            if listing.isInOrder { return Array(listing.found.prefix(query.limit ?? .max)) }
            // The query itself sorts, as a database may sort text by other rules.
            return query.applied(to: listing.found)
        }
    }

    /// How many of the user's tasks match; throws `TaskStoreError`.
    public func count(of userID: UserID, matching query: TaskQuery) async throws -> Int {
        try await TaskStoreError.mapped {
            let listing = TaskListing(query, of: userID)
            guard !listing.isEmpty else { return 0 }
            if let statement = listing.counting {
                return Int(try await pool.query(statement).first?.integer(0) ?? 0)
            }
            return try TaskReading(user: userID).tasks(try await pool.query(listing.candidates)).count(
                where: query.matches)
        }
    }

    /// All that the user has, read at one instant; throws `TaskStoreError`.
    public func state(of userID: UserID) async throws -> UserState {
        try await TaskStoreError.mapped {
            let reading = TaskReading(user: userID)
            let answers = try await pool.read([reading.head, reading.tasks, reading.tags, reading.records])
            let head = try reading.head(answers[0])
            return UserState(
                sequence: head.sequence, tasks: try reading.tasks(answers[1]), tags: try reading.tags(answers[2]),
                settings: head.settings, records: try reading.records(answers[3]))
        }
    }

    /// The user's records of a kind, in their order; throws `TaskStoreError`.
    public func records(of userID: UserID, kind: UserRecord.Kind) async throws -> [UserRecord] {
        try await TaskStoreError.mapped {
            let reading = TaskReading(user: userID)
            // Sorted here, as a database may sort text by other rules.
            return try reading.records(try await pool.query(reading.records(kind))).sorted { $0.precedes($1) }
        }
    }

    /// Sets aside identities and answers the first; throws `TaskStoreError`.
    public func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64 {
        try await TaskStoreError.mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    """
                    INSERT INTO todo.identifiers AS i (kind, next) VALUES ($1, 1 + $2::bigint)
                    ON CONFLICT (kind) DO UPDATE SET next = i.next + $2 RETURNING next - $2
                    """, [.text(kind.rawValue), .integer(count)]))
            guard let row = rows.first else { throw StoredValueError("no identities for \(kind) were set aside") }
            return try row.integer(0)
        }
    }

    /// The user's updates after a sequence, oldest first; throws `TaskStoreError`.
    public func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage {
        try await TaskStoreError.mapped {
            let reading = UpdateReading(user: userID, after: sequence, limit: limit)
            return try reading.page(try await pool.read(reading.statements))
        }
    }

    /// The tasks that carry a tag which the commit renames or removes, as they are after it.
    ///
    /// They are read before the transaction, which holds them to be such by the sequence that it expects.
    private func tasksRetagged(by commit: TaskCommit) async throws -> [TodoTask] {
        guard commit.change.effects.contains(where: \.changesTagsOfTasks) else { return [] }
        var state = try await state(of: commit.userID)
        guard state.sequence == commit.expectedSequence else {
            throw TaskStoreError(
                .conflict, "sequence of \(commit.userID) is \(state.sequence), not \(commit.expectedSequence)")
        }
        let before = state.tasks
        try state.apply(commit.change)
        return state.orderedTasks.filter { before[$0.id] != $0 }
    }
}

extension Effect {
    /// True when it changes the names of tags that tasks carry.
    fileprivate var changesTagsOfTasks: Bool {
        switch self {
        case .renameTag, .removeTag: true
        case .putTask, .removeTask, .withdrawTask, .putTag, .putSettings, .putRecord, .removeRecord: false
        }
    }
}

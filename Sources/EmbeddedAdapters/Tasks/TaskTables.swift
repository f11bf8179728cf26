internal import CivilTime
internal import FoundationEssentials
internal import GRDB
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The statements on one user's tables within one transaction.
struct TaskTables {
    let database: Database
    let user: UserID

    /// Sequence of the user's last change, 0 before the first.
    func sequence() throws -> Int64 {
        try database.integer("SELECT sequence FROM users WHERE user_id = ?", [user.rawValue]) ?? 0
    }

    /// What the user prefers.
    func settings() throws -> UserSettings {
        let row = try database.row("SELECT settings FROM users WHERE user_id = ?", [user.rawValue])
        return try TaskRow.settings(row?[0])
    }

    /// The user's tasks that satisfy a condition written here, by identity.
    func tasks(where condition: String) throws -> [TodoTask] {
        try database.rows(
            "SELECT \(TaskRow.columns) FROM tasks WHERE user_id = ? AND \(condition) ORDER BY id", [user.rawValue]
        ).map { try TaskRow.task($0, of: user) }
    }

    /// The user's tags by folded name.
    func tags() throws -> [Tag] {
        // Sorted here and not by SQLite, whose order of text is by bytes.
        try database.rows("SELECT name, colour FROM tags WHERE user_id = ?", [user.rawValue])
            .map { Tag(name: $0[0], colour: $0[1]) }
            .sorted { $0.key < $1.key }
    }

    /// What the request names.
    func snapshot(_ request: SnapshotRequest) throws -> TaskSnapshot {
        let task = try request.taskID.flatMap(task)
        let successorID = try request.successorOf.flatMap(successor)
        var snapshot = TaskSnapshot(
            sequence: try sequence(), task: task, successorID: successorID,
            successor: try successorID.flatMap(self.task),
            occurrences: request.includesOccurrences
                ? try task.map { try occurrences(of: $0.seriesID ?? $0.id) } ?? [:] : [:],
            tags: request.includesTags ? try tags() : [], settings: try settings(),
            idempotency: try request.idempotencyKey.flatMap(record), holderOfUID: try request.uid.flatMap(holder))
        snapshot.parent = try request.parentID.flatMap(self.task)
        snapshot.subtasks = try subtasks(of: request.subtasksOf)
        snapshot.records = try request.recordIDs.compactMap(record)
        if let kind = request.countedRecords {
            snapshot.recordCount = try count(of: kind)
            snapshot.oldestRecords = try records(kind, limit: SnapshotRequest.oldestRecords)
        }
        if request.includesUndo { snapshot.undo = try undo() }
        return snapshot
    }

    private func task(_ id: TaskID) throws -> TodoTask? {
        try database.row(
            "SELECT \(TaskRow.columns) FROM tasks WHERE user_id = ? AND id = ?", [user.rawValue, id.rawValue]
        ).map { try TaskRow.task($0, of: user) }
    }

    private func successor(of predecessor: TaskID) throws -> TaskID? {
        try database.integer(
            "SELECT task_id FROM successors WHERE user_id = ? AND predecessor_id = ?",
            [user.rawValue, predecessor.rawValue]
        ).map { TaskID($0) }
    }

    private func holder(ofUID uid: String) throws -> TaskID? {
        try database.integer("SELECT id FROM tasks WHERE user_id = ? AND uid = ?", [user.rawValue, uid])
            .map { TaskID($0) }
    }

    private func record(under key: String) throws -> IdempotencyRecord? {
        try database.row("SELECT record FROM idempotency WHERE user_id = ? AND key = ?", [user.rawValue, key])
            .map { try JSONCodec.decode(from: $0.bytes(0)) }
    }

    /// The user's updates after a sequence, with what is missing before them.
    func updates(after sequence: Int64, limit: Int) throws -> UpdatePage {
        let head = try self.sequence()
        let oldest = try database.integer("SELECT MIN(sequence) FROM task_updates WHERE user_id = ?", [user.rawValue])
        let updates = try database.rows(
            "SELECT event FROM task_updates WHERE user_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [user.rawValue, sequence, limit]
        ).map { try TodoTopics.taskUpdates.decode($0.bytes(0)) }
        return UpdatePage(updates: updates, head: head, hasGap: sequence < (oldest ?? (head + 1)) - 1)
    }
}

// MARK: - Writing

extension TaskTables {
    /// Stores the commit; throws `.conflict` when its sequence or its key no longer is the right one.
    func commit(_ commit: EncodedCommit) throws {
        try require(sequence: commit.expectedSequence)
        for case .putTask(let task) in commit.change.effects { try requireFree(task) }
        if let record = commit.idempotency { try insert(record) }
        try database.run(
            """
            INSERT INTO users (user_id, sequence, undo) VALUES (?1, ?2, ?3)
            ON CONFLICT (user_id) DO UPDATE SET sequence = ?2, undo = coalesce(?3, undo)
            """, [user.rawValue, commit.change.sequence, commit.undo.map { String(decoding: $0, as: UTF8.self) }])
        for effect in commit.change.effects {
            try apply(effect)
            try trackReminders(effect, correlationID: commit.change.correlationID)
        }
        for message in commit.messages { try append(message) }
    }

    /// Stores the record alone; throws `.conflict` when the sequence or the key no longer is the right one.
    func remember(_ record: EncodedCommit.Record, expectedSequence: Int64) throws {
        try require(sequence: expectedSequence)
        try insert(record)
    }

    private func require(sequence expected: Int64) throws {
        let current = try sequence()
        // A user who is gone has no row, as one who never did anything.
        if expected == 0, try UserErasing.isErased(user, in: database) {
            throw TaskStoreError(.unavailable, "the account of \(user) was deleted")
        }
        guard current == expected else {
            throw TaskStoreError(.conflict, "sequence of \(user) is \(current), not \(expected)")
        }
    }

    private func insert(_ record: EncodedCommit.Record) throws {
        try database.run(
            "INSERT INTO idempotency (user_id, key, recorded_at, record) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [user.rawValue, record.key, record.recordedAt.millisecondsSinceEpoch, Data(record.body)])
        guard database.changesCount > 0 else {
            throw TaskStoreError(.conflict, "idempotency key '\(record.key)' of \(user) is taken")
        }
    }

    private func append(_ message: EncodedCommit.Message) throws {
        let event = Data(message.event)
        try database.run(
            "INSERT INTO outbox (user_id, topic, event) VALUES (?, ?, ?)", [user.rawValue, message.topic, event])
        guard let sequence = message.updateSequence else { return }
        try database.run(
            "INSERT INTO task_updates (user_id, sequence, event) VALUES (?, ?, ?)", [user.rawValue, sequence, event])
    }
}

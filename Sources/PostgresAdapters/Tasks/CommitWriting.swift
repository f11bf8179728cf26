internal import CivilTime
internal import PostgresClient
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The statements of one commit, sent together as one transaction.
///
/// The first one takes the user's row and fails unless its sequence is the expected one, so commits of one user come
/// one after the other, and everything read at that sequence still holds.
struct CommitWriting {
    private let user: UserID
    private let correlationID: String
    private(set) var statements: [PostgresStatement] = []

    /// Stores the commit; the tasks that a tag's change touches come as they are after it.
    init(_ commit: EncodedCommit, of user: UserID, retagged: [TodoTask]) throws {
        self.user = user
        correlationID = commit.change.correlationID
        statements = [
            CommitWriting.advance(user, from: commit.expectedSequence, to: commit.change.sequence, undo: commit.undo)
        ]
        for case .putTask(let task) in commit.change.effects { requireFree(task) }
        if let record = commit.idempotency { statements.append(CommitWriting.insert(record, of: user)) }
        for effect in commit.change.effects { try apply(effect) }
        for task in retagged { try put(task) }
        append(commit.messages)
    }

    /// Stores the record alone.
    static func remember(
        _ record: EncodedCommit.Record, of user: UserID, expectedSequence: Int64
    ) -> [PostgresStatement] {
        [advance(user, from: expectedSequence, to: expectedSequence), insert(record, of: user)]
    }

    private static func advance(
        _ user: UserID, from expected: Int64, to new: Int64, undo: [UInt8]? = nil
    ) -> PostgresStatement {
        let places: [PostgresValue] = [.text(user.rawValue), .integer(expected), .integer(new)]
        guard let undo else { return PostgresStatement("SELECT todo.advance($1, $2, $3)::text", places) }
        return PostgresStatement(
            "SELECT todo.advance($1, $2, $3, $4)::text", places + [.text(String(decoding: undo, as: UTF8.self))])
    }

    private static func insert(_ record: EncodedCommit.Record, of user: UserID) -> PostgresStatement {
        PostgresStatement(
            "INSERT INTO todo.idempotency (user_id, key, recorded_at, record) VALUES ($1, $2, $3, $4)",
            [
                .text(user.rawValue), .text(record.key), .integer(record.recordedAt.millisecondsSinceEpoch),
                .bytes(record.body),
            ])
    }

    private mutating func requireFree(_ task: TodoTask) {
        guard let occurrence = task.occurrenceID else { return }
        add(
            "SELECT todo.require_free($1, $2, $3, $4)::text",
            [
                .integer(occurrence.seriesID.rawValue), .text(occurrence.reading.iso8601), .integer(task.id.rawValue),
            ])
    }

    private mutating func apply(_ effect: Effect) throws {
        switch effect {
        case .putTask(let task): try put(task)
        case .removeTask(let id): remove(id)
        case .withdrawTask(let id):
            remove(id)
            add("DELETE FROM todo.successors WHERE user_id = $1 AND task_id = $2", [.integer(id.rawValue)])
            add("DELETE FROM todo.occurrences WHERE user_id = $1 AND task_id = $2", [.integer(id.rawValue)])
        case .putTag(let tag):
            add(
                """
                INSERT INTO todo.tags (user_id, key, name, colour) VALUES ($1, $2, $3, $4)
                ON CONFLICT (user_id, key) DO UPDATE SET name = $3, colour = $4
                """, [.text(tag.key), .text(tag.name), .text(tag.colour)])
        case .renameTag(let from, let to): rename(tag: from, to: to)
        case .removeTag(let name):
            add("DELETE FROM todo.tags WHERE user_id = $1 AND key = $2", [.text(Tag.key(name))])
        case .putSettings(let settings):
            add("UPDATE todo.users SET settings = $2 WHERE user_id = $1", [try TaskColumns.json(settings)])
        case .putRecord(let record): try put(record)
        case .removeRecord(let id):
            add(
                "DELETE FROM todo.records WHERE user_id = $1 AND kind = $2 AND key = $3",
                [.text(id.kind.rawValue), .text(id.key)])
        }
    }

    private mutating func rename(tag name: String, to newName: String) {
        let (old, new) = (Tag.key(name), Tag.key(newName))
        if old != new {
            add(
                """
                DELETE FROM todo.tags WHERE user_id = $1 AND key = $2
                    AND EXISTS (SELECT FROM todo.tags WHERE user_id = $1 AND key = $3)
                """, [.text(new), .text(old)])
        }
        add(
            "UPDATE todo.tags SET key = $3, name = $4 WHERE user_id = $1 AND key = $2",
            [.text(old), .text(new), .text(newName)])
    }

    private mutating func remove(_ id: TaskID) {
        add("DELETE FROM todo.tasks WHERE user_id = $1 AND id = $2", [.integer(id.rawValue)])
        add("DELETE FROM todo.pending_reminders WHERE user_id = $1 AND task_id = $2", [.integer(id.rawValue)])
    }

    private mutating func put(_ task: TodoTask) throws {
        statements.append(try TaskColumns.put(task))
        if let occurrence = task.occurrenceID {
            add(
                "INSERT INTO todo.occurrences (user_id, series_id, reading, task_id) VALUES ($1, $2, $3, $4)",
                [
                    .integer(occurrence.seriesID.rawValue), .text(occurrence.reading.iso8601),
                    .integer(task.id.rawValue),
                ])
        }
        if let predecessor = task.series?.predecessorID {
            // The first successor stays the one, whatever becomes of it.
            add(
                """
                INSERT INTO todo.successors (user_id, predecessor_id, task_id) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
                """, [.integer(predecessor.rawValue), .integer(task.id.rawValue)])
        }
        let pending = task.reminders.filter { $0.status == .pending }
        guard !pending.isEmpty else { return }
        add(
            """
            INSERT INTO todo.pending_reminders (user_id, task_id, reminder_id, remind_at, correlation_id)
            SELECT $1, $2, r.id, r.at, $5 FROM unnest($3::bigint[], $4::bigint[]) AS r (id, at)
            ON CONFLICT (user_id, task_id, reminder_id) DO UPDATE SET remind_at = excluded.remind_at
            """,
            [
                .integer(task.id.rawValue), .integers(pending.map(\.id.rawValue)),
                .integers(pending.map(\.remindAt.millisecondsSinceEpoch)), .text(correlationID),
            ])
    }

    private mutating func put(_ record: UserRecord) throws {
        add(
            """
            INSERT INTO todo.records (user_id, kind, key, position, record) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, kind, key) DO UPDATE SET position = $4, record = $5
            """,
            [
                .text(record.id.kind.rawValue), .text(record.id.key), .integer(record.position),
                try TaskColumns.json(record),
            ])
    }

    private mutating func append(_ messages: [EncodedCommit.Message]) {
        guard !messages.isEmpty else { return }
        add(
            """
            INSERT INTO todo.outbox (user_id, topic, event)
            SELECT $1, m.topic, m.event FROM unnest($2::text[], $3::bytea[]) WITH ORDINALITY AS m (topic, event, place)
            ORDER BY m.place
            """, [.texts(messages.map(\.topic)), .byteArrays(messages.map(\.event))])
        let updates = messages.filter { $0.updateSequence != nil }
        guard !updates.isEmpty else { return }
        add(
            """
            INSERT INTO todo.task_updates (user_id, sequence, event)
            SELECT $1, u.sequence, u.event FROM unnest($2::bigint[], $3::bytea[]) AS u (sequence, event)
            """, [.integers(updates.compactMap(\.updateSequence)), .byteArrays(updates.map(\.event))])
    }

    /// Adds a statement whose first parameter is the user.
    private mutating func add(_ sql: String, _ parameters: [PostgresValue]) {
        statements.append(PostgresStatement(sql, [.text(user.rawValue)] + parameters))
    }
}

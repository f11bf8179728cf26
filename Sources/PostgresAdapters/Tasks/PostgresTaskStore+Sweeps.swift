public import CivilTime
internal import PostgresClient
public import TodoDomain
public import TodoPorts

// What is found among all users.
extension PostgresTaskStore {
    /// Pending reminders of all users up to an instant, in the order of their instants; throws `TaskStoreError`.
    public func pendingReminders(
        until: Timestamp, after place: ReminderPlace?, limit: Int
    ) async throws -> [PendingReminder] {
        let statement = PostgresStatement(
            """
            SELECT \(TaskColumns.read), t.user_id, r.reminder_id, r.remind_at, r.correlation_id, u.settings
            FROM todo.pending_reminders r JOIN todo.tasks t ON t.user_id = r.user_id AND t.id = r.task_id
                LEFT JOIN todo.users u ON u.user_id = t.user_id
            WHERE r.remind_at <= $1 AND (r.remind_at, r.reminder_id) > ($2, $3)
            ORDER BY r.remind_at, r.reminder_id LIMIT $4
            """,
            [
                .integer(until.millisecondsSinceEpoch), .integer(place?.remindAt.millisecondsSinceEpoch ?? .min),
                .integer(place?.reminderID.rawValue ?? 0), .integer(Int64(limit)),
            ])
        return try await TaskStoreError.mapped {
            let rows = try await pool.query(statement)
            return try rows.map { row in
                let column = TaskColumns.count
                return PendingReminder(
                    reminderID: ReminderID(try row.integer(column + 1)),
                    remindAt: Timestamp(millisecondsSinceEpoch: try row.integer(column + 2)),
                    correlationID: try row.text(column + 3),
                    task: try TaskColumns.task(row, of: UserID(try row.text(column))),
                    settings: try TaskColumns.settings(row.textOrNil(column + 4)))
            }
        }
    }

    /// The newest occurrences of series by the clock that are not paused, of all users; throws `TaskStoreError`.
    public func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask] {
        let statement = PostgresStatement(
            """
            SELECT \(TaskColumns.read), t.user_id FROM todo.tasks t WHERE t.waits_for_clock AND t.id > $1
                AND NOT EXISTS (
                    SELECT FROM todo.successors s WHERE s.user_id = t.user_id AND s.predecessor_id = t.id)
            ORDER BY t.id LIMIT $2
            """, [.integer(id?.rawValue ?? 0), .integer(Int64(limit))])
        return try await TaskStoreError.mapped {
            let rows = try await pool.query(statement)
            return try rows.map { try TaskColumns.task($0, of: UserID(try $0.text(TaskColumns.count))) }
        }
    }

    /// The most rows of history that one transaction forgets, so that none holds others up for long.
    private static let pruningBatch: Int64 = 5000

    /// Forgets old idempotency records and updates beyond the retention; throws `TaskStoreError`.
    public func prune(_ retention: TaskRetention) async throws {
        let records = PostgresStatement(
            """
            DELETE FROM todo.idempotency WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM todo.idempotency WHERE recorded_at < $1 LIMIT $2))
            """,
            [
                .integer(retention.idempotencyRecordsSince.millisecondsSinceEpoch),
                .integer(PostgresTaskStore.pruningBatch),
            ])
        let updates = PostgresStatement(
            """
            DELETE FROM todo.task_updates WHERE ctid = ANY (ARRAY (
                SELECT old.ctid FROM todo.task_updates old JOIN todo.users u ON u.user_id = old.user_id
                WHERE old.sequence <= u.sequence - $1 LIMIT $2))
            """, [.integer(Int64(retention.updatesPerUser)), .integer(PostgresTaskStore.pruningBatch)])
        try await TaskStoreError.mapped {
            for statement in [records, updates] {
                while try await pool.query(statement).affectedCount == PostgresTaskStore.pruningBatch {}
            }
        }
    }
}

// MARK: - The outbox

extension PostgresTaskStore {
    /// Outbox entries not yet published, oldest first, in the one process that hands them out; throws
    /// `TaskStoreError`.
    public func unpublished(limit: Int) async throws -> OutboxBatch {
        try await TaskStoreError.mapped { try await outbox.unpublished(limit: limit) }
    }

    /// Takes published entries off the outbox; throws `TaskStoreError`.
    public func markPublished(_ identifiers: [Int64]) async throws {
        guard !identifiers.isEmpty else { return }
        try await TaskStoreError.mapped {
            try await pool.query(
                PostgresStatement("DELETE FROM todo.outbox WHERE id = ANY ($1)", [.integers(identifiers)]))
        }
    }

    /// Returns when entries may have been added since that version; throws `CancellationError` when cancelled.
    public func waitForOutbox(after version: Int64) async throws {
        try await outbox.wait(after: version)
    }
}

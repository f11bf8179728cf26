internal import CivilTime
internal import GRDB
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

// Which reminders of the user are pending, so that those of all users are found by instant.
extension TaskTables {
    /// Keeps the pending reminders in step with an effect; new ones get the correlation id.
    func trackReminders(_ effect: Effect, correlationID: String) throws {
        switch effect {
        case .putTask(let task): try trackReminders(of: task, correlationID: correlationID)
        case .removeTask(let id), .withdrawTask(let id):
            try database.run(
                "DELETE FROM pending_reminders WHERE user_id = ? AND task_id = ?", [user.rawValue, id.rawValue])
        case .putTag, .renameTag, .removeTag, .putSettings, .putRecord, .removeRecord: break
        }
    }

    /// Keeps the pending reminders in step with a task; new ones get the correlation id.
    func trackReminders(of task: TodoTask, correlationID: String) throws {
        let known = try database.rows(
            "SELECT reminder_id, remind_at FROM pending_reminders WHERE user_id = ? AND task_id = ?",
            [user.rawValue, task.id.rawValue]
        ).map { Entry(id: $0[0], remindAt: $0[1]) }
        let pending = task.reminders.filter { $0.status == .pending }
            .map { Entry(id: $0.id.rawValue, remindAt: $0.remindAt.millisecondsSinceEpoch) }
        for old in known where !pending.contains(where: { $0.id == old.id }) {
            try database.run(
                "DELETE FROM pending_reminders WHERE user_id = ? AND task_id = ? AND reminder_id = ?",
                [user.rawValue, task.id.rawValue, old.id])
        }
        for new in pending where !known.contains(new) {
            try database.run(
                """
                INSERT INTO pending_reminders (user_id, task_id, reminder_id, remind_at, correlation_id)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (user_id, task_id, reminder_id) DO UPDATE SET remind_at = excluded.remind_at
                """, [user.rawValue, task.id.rawValue, new.id, new.remindAt, correlationID])
        }
    }

    private struct Entry: Equatable {
        let id: Int64
        let remindAt: Int64
    }

    /// Pending reminders of all users up to an instant, see `TaskStore.pendingReminders`.
    static func pendingReminders(
        in database: Database, until: Timestamp, after place: ReminderPlace?, limit: Int
    ) throws -> [PendingReminder] {
        try database.rows(
            """
            SELECT \(TaskRow.columns(of: "tasks")), tasks.user_id, reminder_id, remind_at, correlation_id, settings
            FROM pending_reminders JOIN tasks ON tasks.user_id = pending_reminders.user_id AND tasks.id = task_id
                LEFT JOIN users ON users.user_id = tasks.user_id
            WHERE remind_at <= ? AND (remind_at, reminder_id) > (?, ?)
            ORDER BY remind_at, reminder_id LIMIT ?
            """,
            [
                until.millisecondsSinceEpoch, place?.remindAt.millisecondsSinceEpoch ?? .min,
                place?.reminderID.rawValue ?? 0, limit,
            ]
        ).map { row in
            PendingReminder(
                reminderID: ReminderID(row["reminder_id"]),
                remindAt: Timestamp(millisecondsSinceEpoch: row["remind_at"]), correlationID: row["correlation_id"],
                task: try TaskRow.task(row, of: UserID(row["user_id"])), settings: try TaskRow.settings(row["settings"])
            )
        }
    }
}

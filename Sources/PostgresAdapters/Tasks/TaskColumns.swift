internal import CivilTime
internal import PostgresClient
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// A task as columns: plain values as they are, structured ones as JSON, null when there is nothing to write.
enum TaskColumns {
    /// What a task is read from, in the order in which `task` reads it.
    static let read = """
        t.id, t.title, t.description, t.priority, t.due, t.series, t.tags, t.reminders, t.completed_at, t.version, \
        t.created_at, t.updated_at, t.parent_id, t.uid
        """

    /// How many columns `read` has.
    static let count = 14

    /// The task in the columns from the given one on; throws when they are not such as were written here.
    static func task(_ row: PostgresRow, from start: Int = 0, of user: UserID) throws -> TodoTask {
        let id = try row.integer(start)
        let priorityText = try row.text(start + 3)
        guard let priority = Priority(rawValue: priorityText) else {
            throw StoredValueError("task \(id) has the unknown priority '\(priorityText)'")
        }
        return TodoTask(
            id: TaskID(id), userID: user, title: try row.text(start + 1), description: try row.text(start + 2),
            priority: priority, due: try row.textOrNil(start + 4).map(StoredTaskJSON.dueDate),
            series: try value(row.textOrNil(start + 5)),
            parentID: try row.integerOrNil(start + 12).map { TaskID($0) },
            tags: try row.textOrNil(start + 6).map(StoredTaskJSON.tags) ?? [],
            reminders: try value(row.textOrNil(start + 7)) ?? [],
            completedAt: try row.integerOrNil(start + 8).map(Timestamp.init(millisecondsSinceEpoch:)),
            version: try row.integer(start + 9),
            createdAt: Timestamp(millisecondsSinceEpoch: try row.integer(start + 10)),
            updatedAt: Timestamp(millisecondsSinceEpoch: try row.integer(start + 11)),
            uid: try row.textOrNil(start + 13))
    }

    /// Stores the task in place of one of the same identity; it no longer holds another occurrence than its own, nor
    /// are reminders pending that it does not have.
    static func put(_ task: TodoTask) throws -> PostgresStatement {
        let pending = task.reminders.filter { $0.status == .pending }.map(\.id.rawValue)
        return PostgresStatement(
            """
            WITH released AS (
                DELETE FROM todo.occurrences WHERE user_id = $1 AND task_id = $2
            ), no_longer_pending AS (
                DELETE FROM todo.pending_reminders
                WHERE user_id = $1 AND task_id = $2 AND reminder_id <> ALL ($16::bigint[])
            )
            INSERT INTO todo.tasks (
                user_id, id, title, description, priority, due, series, series_id, waits_for_clock, tags, reminders,
                completed_at, version, created_at, updated_at, search_text, parent_id, uid
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $17, $18, $19)
            ON CONFLICT (user_id, id) DO UPDATE SET
                title = $3, description = $4, priority = $5, due = $6, series = $7, series_id = $8,
                waits_for_clock = $9, tags = $10, reminders = $11, completed_at = $12, version = $13,
                created_at = $14, updated_at = $15, search_text = $17, parent_id = $18, uid = $19
            """,
            [
                .text(task.userID.rawValue), .integer(task.id.rawValue), .text(task.title), .text(task.description),
                .text(task.priority.rawValue), try json(task.due), try json(task.series),
                .integer(orNull: task.seriesID?.rawValue), .boolean(task.waitsForClock),
                try json(task.tags.isEmpty ? nil : task.tags), try json(task.reminders.isEmpty ? nil : task.reminders),
                .integer(orNull: task.completedAt?.millisecondsSinceEpoch), .integer(task.version),
                .integer(task.createdAt.millisecondsSinceEpoch), .integer(task.updatedAt.millisecondsSinceEpoch),
                .integers(pending), .text(task.searchText), .integer(orNull: task.parentID?.rawValue),
                task.uid.map { .text($0) } ?? .null,
            ])
    }

    /// The settings that a column holds; what every user begins with where it holds none.
    static func settings(_ json: String?) throws -> UserSettings { try value(json) ?? .initial }

    private static func value<Value: Decodable>(_ json: String?) throws -> Value? {
        try json.map { try JSONCodec.decode(Value.self, from: Array($0.utf8)) }
    }

    /// The value as a parameter.
    static func json(_ value: (some Encodable)?) throws -> PostgresValue {
        try value.map { .text(String(decoding: try JSONCodec.encode($0), as: UTF8.self)) } ?? .null
    }
}

internal import CivilTime
internal import GRDB
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// A task as columns: plain values as they are, structured ones as JSON, null when there is nothing to write.
enum TaskRow {
    static let columns = """
        id, title, description, priority, due, series, tags, reminders, completed_at, version, created_at, updated_at, \
        parent_id, uid
        """

    /// The columns where a statement reads several tables.
    static func columns(of table: String) -> String {
        columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    /// The task in a row of `columns`; throws when the row is not one that was written here.
    static func task(_ row: Row, of user: UserID) throws -> TodoTask {
        let text: String = row[3]
        guard let priority = Priority(rawValue: text) else {
            throw StoredValueError("task \(row[0] as Int64) has the unknown priority '\(text)'")
        }
        return TodoTask(
            id: TaskID(row[0]), userID: user, title: row[1], description: row[2], priority: priority,
            due: try (row[4] as String?).map(StoredTaskJSON.dueDate), series: try value(row[5]),
            parentID: (row[12] as Int64?).map { TaskID($0) },
            tags: try (row[6] as String?).map(StoredTaskJSON.tags) ?? [],
            reminders: try value(row[7]) ?? [],
            completedAt: (row[8] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:)), version: row[9],
            createdAt: Timestamp(millisecondsSinceEpoch: row[10]),
            updatedAt: Timestamp(millisecondsSinceEpoch: row[11]), uid: row[13])
    }

    /// Stores the task in place of one of the same identity.
    static func put(_ task: TodoTask, in database: Database) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO tasks (user_id, \(columns), due_reading)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                task.userID.rawValue, task.id.rawValue, task.title, task.description, task.priority.rawValue,
                try json(task.due), try json(task.series),
                try json(task.tags.isEmpty ? nil : task.tags), try json(task.reminders.isEmpty ? nil : task.reminders),
                task.completedAt?.millisecondsSinceEpoch, task.version, task.createdAt.millisecondsSinceEpoch,
                task.updatedAt.millisecondsSinceEpoch, task.parentID?.rawValue, task.uid,
                task.due?.wall.millisecondsSinceEpoch,
            ])
    }

    /// The settings that a column holds; what every user begins with where it holds none.
    static func settings(_ json: String?) throws -> UserSettings { try value(json) ?? .initial }

    /// Stores the user's settings.
    static func put(_ settings: UserSettings, of user: UserID, in database: Database) throws {
        try database.run("UPDATE users SET settings = ? WHERE user_id = ?", [try json(settings), user.rawValue])
    }

    private static func value<Value: Decodable>(_ json: String?) throws -> Value? {
        try json.map { try JSONCodec.decode(Value.self, from: Array($0.utf8)) }
    }

    private static func json(_ value: (some Encodable)?) throws -> String? {
        try value.map { String(decoding: try JSONCodec.encode($0), as: UTF8.self) }
    }
}

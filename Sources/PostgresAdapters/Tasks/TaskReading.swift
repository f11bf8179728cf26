internal import CivilTime
internal import PostgresClient
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The statements that read of one user, and what their answers say.
struct TaskReading {
    let user: UserID

    /// The user's sequence and settings.
    var head: PostgresStatement {
        PostgresStatement("SELECT sequence, settings FROM todo.users WHERE user_id = $1", [.text(user.rawValue)])
    }

    /// What `head` answered; a user who never changed anything has no row.
    func head(_ rows: PostgresRows) throws -> (sequence: Int64, settings: UserSettings) {
        guard let row = rows.first else { return (0, .initial) }
        return (try row.integer(0), try TaskColumns.settings(row.textOrNil(1)))
    }

    /// All of the user's tasks by identity.
    var tasks: PostgresStatement {
        PostgresStatement(
            "SELECT \(TaskColumns.read) FROM todo.tasks t WHERE t.user_id = $1 ORDER BY t.id", [.text(user.rawValue)])
    }

    /// The tasks that a statement answered.
    func tasks(_ rows: PostgresRows) throws -> [TodoTask] {
        try rows.map { try TaskColumns.task($0, of: user) }
    }

    /// One task.
    func task(_ id: TaskID) -> PostgresStatement {
        PostgresStatement(
            "SELECT \(TaskColumns.read) FROM todo.tasks t WHERE t.user_id = $1 AND t.id = $2",
            [.text(user.rawValue), .integer(id.rawValue)])
    }

    /// The identity of a task's successor, and that task where it still is there.
    func successor(of predecessor: TaskID) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT s.task_id, \(TaskColumns.read) FROM todo.successors s
            LEFT JOIN todo.tasks t ON t.user_id = s.user_id AND t.id = s.task_id
            WHERE s.user_id = $1 AND s.predecessor_id = $2
            """, [.text(user.rawValue), .integer(predecessor.rawValue)])
    }

    /// What `successor` answered.
    func successor(_ rows: PostgresRows) throws -> (id: TaskID?, task: TodoTask?) {
        guard let row = rows.first else { return (nil, nil) }
        let isThere = try row.integerOrNil(1) != nil
        return (TaskID(try row.integer(0)), isThere ? try TaskColumns.task(row, from: 1, of: user) : nil)
    }

    /// The occurrences of the series of a task, or of the one that it would begin.
    func occurrences(ofSeriesOf id: TaskID) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT reading, task_id FROM todo.occurrences WHERE user_id = $1 AND series_id = (
                SELECT coalesce(series_id, id) FROM todo.tasks WHERE user_id = $1 AND id = $2
            )
            """, [.text(user.rawValue), .integer(id.rawValue)])
    }

    /// What `occurrences` answered.
    func occurrences(_ rows: PostgresRows) throws -> [CivilDateTime: TaskID] {
        var found: [CivilDateTime: TaskID] = [:]
        for (text, id) in try rows.map({ (try $0.text(0), try $0.integer(1)) }) {
            guard let reading = CivilDateTime(iso8601: text) else {
                throw StoredValueError("task \(id) is the occurrence '\(text)', which is no reading")
            }
            found[reading] = TaskID(id)
        }
        return found
    }

    /// The user's tags.
    var tags: PostgresStatement {
        PostgresStatement("SELECT name, colour FROM todo.tags WHERE user_id = $1", [.text(user.rawValue)])
    }

    /// What `tags` answered, by folded name: sorted here, as a database may sort text by other rules.
    func tags(_ rows: PostgresRows) throws -> [Tag] {
        try rows.map { Tag(name: try $0.text(0), colour: try $0.text(1)) }.sorted { $0.key < $1.key }
    }

    /// The identity of the task that has an identity in files.
    func holder(ofUID uid: String) -> PostgresStatement {
        PostgresStatement(
            "SELECT id FROM todo.tasks WHERE user_id = $1 AND uid = $2 LIMIT 1",
            [.text(user.rawValue), .text(uid)])
    }

    /// The memory of a command.
    func record(under key: String) -> PostgresStatement {
        PostgresStatement(
            "SELECT record FROM todo.idempotency WHERE user_id = $1 AND key = $2",
            [.text(user.rawValue), .text(key)])
    }

    /// What `record` answered.
    func record(_ rows: PostgresRows) throws -> IdempotencyRecord? {
        try rows.first.map { try JSONCodec.decode(from: $0.bytes(0)) }
    }
}

internal import CivilTime
internal import GRDB
internal import TodoDomain
internal import TodoPorts

/// What to read of a user's tasks to answer a query: all that match, and no more than the database can help.
struct TaskListing {
    private let query: TaskQuery
    private let bounds: TaskBounds
    private let user: UserID

    init(_ query: TaskQuery, of user: UserID) {
        self.query = query
        self.user = user
        bounds = query.bounds
    }

    /// Tasks that are in the answer, and maybe others.
    func tasks(in database: Database) throws -> [TodoTask] {
        guard !bounds.isEmpty else { return [] }
        guard let limit = query.limit, let key = TaskListing.key(of: query.sort) else { return try all(in: database) }
        var found: [TodoTask] = []
        for part in parts(by: key) where found.count < limit {
            try database.eachRow(part.sql, part.arguments) { row in
                let task = try TaskRow.task(row, of: user)
                if query.matches(task) { found.append(task) }
                return found.count < limit
            }
        }
        return found
    }

    /// How many tasks match, whatever place and limit the query has.
    func count(in database: Database) throws -> Int {
        guard !bounds.isEmpty else { return 0 }
        guard !bounds.isExact else {
            return Int(try database.integer("SELECT count(*) FROM tasks WHERE \(condition.sql)", condition.values) ?? 0)
        }
        var count = 0
        try database.eachRow("SELECT \(TaskRow.columns) FROM tasks WHERE \(condition.sql)", condition.values) { row in
            if query.matches(try TaskRow.task(row, of: user)) { count += 1 }
            return true
        }
        return count
    }

    private func all(in database: Database) throws -> [TodoTask] {
        try database.rows("SELECT \(TaskRow.columns) FROM tasks WHERE \(condition.sql) ORDER BY id", condition.values)
            .map { try TaskRow.task($0, of: user) }
    }
}

// MARK: - Statements

extension TaskListing {
    typealias Value = (any DatabaseValueConvertible)?

    /// A piece of a statement with the values of its parameters.
    struct Piece {
        var sql: String
        var values: [Value] = []
    }

    /// A statement with its arguments.
    typealias Part = (sql: String, arguments: [Value])

    /// What rows are sorted by; nil for titles, which SQLite would sort by other rules.
    static func key(of sort: TaskQuery.Sort) -> String? {
        switch sort {
        case .created: "created_at"
        case .updated: "updated_at"
        case .dueDate: "due_reading"
        case .priority: "(CASE priority WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END)"
        case .title: nil
        }
    }

    /// The parts of the list, one after the other: tasks without a due date come after all that have one.
    func parts(by key: String) -> [Part] {
        guard query.sort == .dueDate else { return [part(by: key, after: query.after.map(number))] }
        var parts: [Part] = []
        let place = query.after.map(number)
        let isAmongDated = query.after.map { $0.key != .due(nil) } ?? true
        if isAmongDated, bounds.dueReadings != nil {
            parts.append(part(by: key, after: place, Piece(sql: "due_reading IS NOT NULL")))
        }
        if bounds.includesWithoutDue {
            parts.append(part(by: "id", after: isAmongDated ? nil : place, Piece(sql: "due_reading IS NULL")))
        }
        return parts
    }

    private func part(by key: String, after place: (key: Int64, id: Int64)?, _ kind: Piece? = nil) -> Part {
        var pieces = [condition] + [kind].compactMap(\.self)
        let (sign, direction) = query.isDescending ? ("<", "DESC") : (">", "ASC")
        if let place, key == "id" {
            pieces.append(Piece(sql: "id \(sign) ?", values: [place.id]))
        } else if let place {
            // The first one is what SQLite looks up in an index.
            pieces.append(Piece(sql: "\(key) \(sign)= ?", values: [place.key]))
            pieces.append(Piece(sql: "(\(key), id) \(sign) (?, ?)", values: [place.key, place.id]))
        }
        let order = key == "id" ? "id \(direction)" : "\(key) \(direction), id \(direction)"
        let whole = TaskListing.joined(pieces)
        return ("SELECT \(TaskRow.columns) FROM tasks WHERE \(whole.sql) ORDER BY \(order)", whole.values)
    }

    /// The user's tasks within the bounds.
    private var condition: Piece {
        var pieces = [Piece(sql: "user_id = ?", values: [user.rawValue])]
        if bounds.completion == [false] { pieces.append(Piece(sql: "completed_at IS NULL")) }
        if bounds.completion == [true] { pieces.append(Piece(sql: "completed_at IS NOT NULL")) }
        let priorities = Priority.allCases.filter(bounds.priorities.contains).map(\.rawValue)
        if priorities.count < Priority.allCases.count {
            let marks = priorities.map { _ in "?" }.joined(separator: ", ")
            pieces.append(Piece(sql: "priority IN (\(marks))", values: priorities))
        }
        if let due { pieces.append(due) }
        return TaskListing.joined(pieces)
    }

    private var due: Piece? {
        guard let readings = bounds.dueReadings else { return Piece(sql: "due_reading IS NULL") }
        let isAny = readings == Int64.min...Int64.max
        guard !isAny || !bounds.includesWithoutDue else { return nil }
        let within = Piece(
            sql: "due_reading BETWEEN ? AND ?", values: [readings.lowerBound, readings.upperBound])
        guard bounds.includesWithoutDue else { return within }
        return Piece(sql: "(due_reading IS NULL OR \(within.sql))", values: within.values)
    }

    private static func joined(_ pieces: [Piece]) -> Piece {
        Piece(sql: pieces.map(\.sql).joined(separator: " AND "), values: pieces.flatMap(\.values))
    }

    /// The place as the columns have it.
    private func number(_ place: TaskPlace) -> (key: Int64, id: Int64) {
        let key =
            switch place.key {
            case .instant(let instant): instant.millisecondsSinceEpoch
            case .due(let reading): reading?.millisecondsSinceEpoch ?? 0
            case .priority(let priority): Int64(priority.rank)
            case .title: Int64(0)
            }
        return (key, place.id.rawValue)
    }
}

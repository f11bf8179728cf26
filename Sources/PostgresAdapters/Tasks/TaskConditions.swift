internal import CivilTime
internal import PostgresClient
internal import TodoDomain
internal import TodoPorts

/// The statements that look up a user's tasks within the bounds of a query.
struct TaskConditions {
    let user: UserID
    let bounds: TaskBounds
    private var conditions: [String] = []
    private var parameters: [PostgresValue] = []

    init(_ query: TaskQuery, of user: UserID) {
        self.user = user
        bounds = query.bounds
        add("t.user_id = ?", .text(user.rawValue))
        if bounds.completion == [false] { conditions.append("t.completed_at IS NULL") }
        if bounds.completion == [true] { conditions.append("t.completed_at IS NOT NULL") }
        let priorities = Priority.allCases.filter(bounds.priorities.contains).map(\.rawValue)
        if priorities.count < Priority.allCases.count { add("t.priority = ANY (?)", .texts(priorities)) }
        addDue()
        addWords(query.words)
    }

    /// True when every row within the conditions matches.
    var areExact: Bool { bounds.isExact }

    /// Every row by identity.
    func statement() -> PostgresStatement {
        PostgresStatement(select + " ORDER BY t.id", parameters)
    }

    /// How many rows there are.
    var counting: PostgresStatement {
        PostgresStatement("SELECT count(*) FROM todo.tasks t WHERE " + whole, parameters)
    }

    /// Rows by a key that is never null, or only those of which it is not.
    func statement(
        sortedBy key: String, isDescending: Bool, after place: (key: Int64, id: Int64)?, isDated: Bool, limit: Int
    ) -> PostgresStatement {
        var sorted = self
        let (sign, direction) = isDescending ? ("<", "DESC") : (">", "ASC")
        if isDated { sorted.conditions.append("\(key) IS NOT NULL") }
        if let place { sorted.add("(\(key), t.id) \(sign) (?, ?)", .integer(place.key), .integer(place.id)) }
        sorted.parameters.append(.integer(Int64(limit)))
        return PostgresStatement(
            sorted.select + " ORDER BY \(key) \(direction), t.id \(direction) LIMIT $\(sorted.parameters.count)",
            sorted.parameters)
    }

    /// Rows without a due date by identity.
    func statementOfUndated(isDescending: Bool, after id: TaskID?, limit: Int) -> PostgresStatement {
        var undated = self
        let (sign, direction) = isDescending ? ("<", "DESC") : (">", "ASC")
        undated.conditions.append("t.due_reading IS NULL")
        if let id { undated.add("t.id \(sign) ?", .integer(id.rawValue)) }
        undated.parameters.append(.integer(Int64(limit)))
        // What is null everywhere is named for the index that has it before the identity.
        return PostgresStatement(
            undated.select
                + " ORDER BY t.due_reading \(direction), t.id \(direction) LIMIT $\(undated.parameters.count)",
            undated.parameters)
    }

    private var select: String { "SELECT \(TaskColumns.read) FROM todo.tasks t WHERE " + whole }
    private var whole: String { conditions.joined(separator: " AND ") }

    private mutating func addDue() {
        guard let readings = bounds.dueReadings else { return conditions.append("t.due_reading IS NULL") }
        let isAny = readings == Int64.min...Int64.max
        guard !isAny || !bounds.includesWithoutDue else { return }
        let within = "t.due_reading BETWEEN ? AND ?"
        add(
            bounds.includesWithoutDue ? "(t.due_reading IS NULL OR \(within))" : within,
            .integer(readings.lowerBound), .integer(readings.upperBound))
    }

    /// Tasks from before texts were folded have none and come in any case; the query itself looks at them.
    private mutating func addWords(_ words: [String]) {
        // No text that is stored has a zero character, and none can be asked for.
        let words = words.filter { !$0.utf8.contains(0) }
        guard !words.isEmpty else { return }
        let likes = words.map { _ in "t.search_text LIKE ?" }.joined(separator: " AND ")
        add("(t.search_text IS NULL OR (\(likes)))", values: words.map { .text(TaskConditions.pattern(of: $0)) })
    }

    /// The pattern of texts that have the word somewhere.
    private static func pattern(of word: String) -> String {
        "%" + word.reduce(into: "") { $0 += "%_\\".contains($1) ? "\\\($1)" : "\($1)" } + "%"
    }

    private mutating func add(_ condition: String, _ values: PostgresValue...) {
        add(condition, values: values)
    }

    /// Adds a condition in which each question mark stands for the next value.
    private mutating func add(_ condition: String, values: [PostgresValue]) {
        var pieces = condition.split(separator: "?", omittingEmptySubsequences: false).map(String.init)
        for index in pieces.indices.dropLast() { pieces[index] += "$\(parameters.count + index + 1)" }
        conditions.append(pieces.joined())
        parameters += values
    }
}

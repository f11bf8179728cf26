internal import CivilTime
internal import PostgresClient
internal import TodoDomain
internal import TodoPorts

/// Reads a user's tasks to answer a query, one statement after the other until the answer is whole.
///
/// A limited list is read from its place on, in the database's order where that is the query's: as many rows as are
/// asked for where the database can tell all that the query asks, more and more otherwise.
struct TaskListing {
    private let query: TaskQuery
    private let conditions: TaskConditions
    private var parts: [Part]
    private var place: TaskPlace?
    private var batch: Int
    /// Tasks that are in the answer, and maybe others.
    private(set) var found: [TodoTask] = []
    private var seen: Set<TaskID> = []
    /// True while all that was found came from one statement in the query's order.
    private(set) var isInOrder = false

    /// A stretch of the list: tasks without a due date come after all that have one.
    private enum Part {
        /// Everything by identity, for the query to sort.
        case all
        case sorted
        case dated
        case undated
    }

    init(_ query: TaskQuery, of user: UserID) {
        self.query = query
        conditions = TaskConditions(query, of: user)
        place = query.after
        let limit = query.limit ?? 0
        batch = conditions.areExact ? limit : max(TaskListing.smallestBatch, limit * 2)
        parts = TaskListing.parts(of: query, conditions.bounds)
    }

    /// Rows of the first statement that may find other tasks than those of the answer.
    private static let smallestBatch = 100

    /// Rows of a statement at most.
    private static let largestBatch = 10_000

    private static func parts(of query: TaskQuery, _ bounds: TaskBounds) -> [Part] {
        guard !bounds.isEmpty, query.limit != 0 else { return [] }
        guard query.limit != nil, query.sort != .title else { return [.all] }
        guard query.sort == .dueDate else { return [.sorted] }
        let isAmongDated = query.after.map { $0.key != .due(nil) } ?? true
        return (isAmongDated && bounds.dueReadings != nil ? [.dated] : [])
            + (bounds.includesWithoutDue ? [.undated] : [])
    }

    /// What to ask next; nil when the answer is whole.
    func next() -> PostgresStatement? {
        guard let part = parts.first else { return nil }
        switch part {
        case .all: return conditions.statement()
        case .sorted, .dated:
            return conditions.statement(
                sortedBy: TaskListing.key(of: query.sort), isDescending: query.isDescending,
                after: place.map(TaskListing.number), isDated: part == .dated, limit: batch)
        case .undated:
            return conditions.statementOfUndated(isDescending: query.isDescending, after: place?.id, limit: batch)
        }
    }

    /// Takes what the statement answered.
    mutating func take(_ rows: PostgresRows) throws {
        let tasks = try TaskReading(user: conditions.user).tasks(rows)
        // A task that moved on while its list was read comes again.
        isInOrder = seen.isEmpty && parts.first != .all
        found += tasks.filter { query.matches($0) && seen.insert($0.id).inserted }
        if let limit = query.limit, found.count >= limit {
            parts = []
        } else if parts.first == .all || tasks.count < batch {
            parts.removeFirst()
            place = nil
        } else {
            place = tasks.last.map(query.place)
            batch = min(batch * 4, TaskListing.largestBatch)
        }
    }

    /// True when no task can match.
    var isEmpty: Bool { conditions.bounds.isEmpty }

    /// The number of all that match; nil when the database cannot tell it.
    var counting: PostgresStatement? { conditions.areExact ? conditions.counting : nil }

    /// All that may match.
    var candidates: PostgresStatement { conditions.statement() }
}

extension TaskListing {
    /// What rows are sorted by.
    private static func key(of sort: TaskQuery.Sort) -> String {
        switch sort {
        case .created, .title: "t.created_at"
        case .updated: "t.updated_at"
        case .dueDate: "t.due_reading"
        case .priority:
            "(CASE t.priority WHEN 'high' THEN 0::bigint WHEN 'medium' THEN 1::bigint ELSE 2::bigint END)"
        }
    }

    /// The place as the columns have it.
    private static func number(_ place: TaskPlace) -> (key: Int64, id: Int64) {
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

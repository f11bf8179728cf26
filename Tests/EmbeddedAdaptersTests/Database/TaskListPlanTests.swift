import CivilTime
import GRDB
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import EmbeddedAdapters

@Suite("Lists of tasks in SQLite")
struct TaskListPlanTests {
    private let user = UserID("u")

    private func queries() throws -> [TaskQuery] {
        let day = try #require(CivilDateTime(iso8601: "2026-01-31T09:00"))
        let context = FilterContext(now: .epoch, zones: MemoryZoneDatabase([]))
        let predicates = [
            nil, try TaskPredicate(TaskFilter(text: "priority = high && !completed"), in: context),
            try TaskPredicate(TaskFilter(text: "due >= today && due < today+7d"), in: context),
        ]
        let places: [(TaskQuery.Sort, TaskPlace.Key)] = [
            (.created, .instant(.epoch)), (.updated, .instant(.epoch)), (.dueDate, .due(day)), (.dueDate, .due(nil)),
            (.priority, .priority(.medium)),
        ]
        return predicates.flatMap { predicate in
            places.flatMap { sort, key in
                [nil, TaskPlace(key: key, id: TaskID(7))].flatMap { place in
                    [false, true].map { isDescending in
                        TaskQuery(
                            predicate: predicate, sort: sort, isDescending: isDescending, after: place, limit: 50)
                    }
                }
            }
        }
    }

    @Test("sorted by anything but titles are read along an index, from their place on")
    func plans() async throws {
        try await withDatabase { database in
            for query in try queries() {
                let key = try #require(TaskListing.key(of: query.sort))
                let plans = try await database.read { connection in
                    try TaskListing(query, of: UserID("u")).parts(by: key).map { part in
                        try connection.rows("EXPLAIN QUERY PLAN " + part.sql, part.arguments)
                            .map { $0[3] as String }.joined(separator: "; ") + " of " + part.sql
                    }
                }
                for plan in plans {
                    #expect(plan.hasPrefix("SEARCH tasks USING"), "\(plan)")
                    // A range of due dates may be looked up instead, and what is within it be sorted.
                    let isOfRange = plan.contains("tasks_by_due (user_id=? AND due_reading>? AND due_reading<?)")
                    #expect(isOfRange || !plan.contains("TEMP B-TREE"), "\(plan)")
                }
                let isSought = plans.first.map { $0.prefix { $0 != ";" }.contains { $0 == ">" || $0 == "<" } }
                #expect(query.after == nil || isSought != false, "\(plans)")
            }
        }
    }

    @Test("find the due dates of a file from before they were noted")
    func migration() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        try await makeOldFile(directory.databasePath)
        let store = SQLiteTaskStore(database: try directory.open())
        let sorted = try await store.tasks(of: user, matching: TaskQuery(sort: .dueDate, limit: 10)).map(\.id)
        #expect(sorted == [TaskID(4), TaskID(2), TaskID(1), TaskID(3)])
    }

    /// A file of the schema before lists, with four tasks.
    private func makeOldFile(_ path: String) async throws {
        try EmbeddedDatabase(path: path).close()
        let dues = [
            #"{"due_date":"2026-01-31T09:00:00.001","time_zone":"Asia/Karachi"}"#, #"{"due_date":"2026-01-31"}"#, nil,
            #"{"due_date":"0000-01-01T00:00:00Z"}"#,
        ]
        let file = try DatabaseQueue(path: path)
        try await file.write { connection in
            for index in ["creation", "update", "due", "priority"] {
                try connection.execute(sql: "DROP INDEX tasks_by_\(index)")
            }
            try connection.execute(sql: "ALTER TABLE tasks DROP COLUMN due_reading")
            try connection.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '12 task lists'")
            for (index, due) in dues.enumerated() {
                try connection.run(
                    """
                    INSERT INTO tasks (user_id, id, title, description, priority, due, version, created_at, updated_at)
                    VALUES ('u', ?, 'title', '', 'low', ?, 1, 0, 0)
                    """, [index + 1, due])
            }
        }
        try file.close()
    }
}

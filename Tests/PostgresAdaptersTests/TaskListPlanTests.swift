import CivilTime
import Foundation
import PostgresClient
import Testing
import TodoDomain
import TodoPorts

@testable import PostgresAdapters

@Suite("Lists of tasks in PostgreSQL", .timeLimit(.minutes(2)))
struct TaskListPlanTests {
    private static let fill = """
        INSERT INTO todo.tasks (
            user_id, id, title, description, priority, due, waits_for_clock, completed_at, version, created_at,
            updated_at, search_text
        )
        SELECT 'user ' || n % 5, n, 'task ' || n, '', (ARRAY['high', 'medium', 'low'])[1 + n % 3],
            CASE WHEN n % 4 > 0 THEN format('{"due_date":"%s"}', date '2026-01-01' + (n * 7919) % 1000) END,
            false, CASE WHEN n % 7 < 3 THEN n END, 1, (n::bigint * 7919) % 100000, (n::bigint * 104729) % 100000,
            'task ' || n
        FROM generate_series(1, 50000) AS n
        """

    @Test("by creation, due date and priority are read along an index, and no more rows than the page has")
    func plans() async throws {
        let session = try await PostgresSession.connect(PostgresSettings(Databases.address()))
        try await session.script(TaskListPlanTests.fill + "; ANALYZE todo.tasks")
        let day = try #require(CivilDateTime(iso8601: "2026-09-01T00:00"))
        let places: [(TaskQuery.Sort, TaskPlace.Key)] = [
            (.created, .instant(Timestamp(millisecondsSinceEpoch: 50_000))), (.dueDate, .due(day)),
            (.dueDate, .due(nil)), (.priority, .priority(.medium)),
        ]
        for (sort, key) in places {
            for place in [nil, TaskPlace(key: key, id: TaskID(25_000))] {
                for isDescending in [false, true] {
                    for status in [TaskQuery.Status.all, .pending] {
                        let query = TaskQuery(
                            status: status, sort: sort, isDescending: isDescending, after: place, limit: 50)
                        let rows = try await rowsRead(for: query, in: session)
                        #expect(rows <= 150, "\(query) reads \(rows) rows")
                    }
                }
            }
        }
        let sorted = try await rowsRead(for: TaskQuery(sort: .updated, limit: 50), in: session)
        #expect(sorted > 150, "there is no index by the last change")
    }

    /// Rows that the first statement of a list takes from the table, and leaves out again or not.
    private func rowsRead(for query: TaskQuery, in session: PostgresSession) async throws -> Int {
        let statement = try #require(TaskListing(query, of: UserID("user 1")).next())
        let plan = try await session.query(
            PostgresStatement("EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) " + statement.sql, statement.parameters)
        ).map { try $0.text(0) }
        let scan = try #require(plan.last { $0.contains("Scan") }, "\(plan)")
        func number(after label: String, in line: String) -> Int {
            let text = line.components(separatedBy: label).dropFirst().first ?? ""
            return Int(text.prefix { $0.isNumber }) ?? 0
        }
        let dropped = plan.map { number(after: "Removed by Filter: ", in: $0) }.reduce(0, +)
        return number(after: "rows=", in: scan) + dropped
    }
}

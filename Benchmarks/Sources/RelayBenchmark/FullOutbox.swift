internal import BenchmarkSupport
internal import PostgresAdapters
internal import PostgresClient
internal import TaskWorkload
internal import TodoDomain

/// An outbox that is full again whenever it is asked to be.
struct FullOutbox {
    /// As many as a relay reads at once.
    static let batchSize = 256

    let pool: PostgresPool
    private let settings: PostgresSettings

    init(_ settings: PostgresSettings) {
        self.settings = settings
        pool = PostgresPool(settings)
    }

    /// Has the users create tasks, many at once, and keeps a copy of what is in the outbox then.
    func fill(users: Int, changesPerUser: Int) async throws {
        let store = PostgresTaskStore(pool: pool, logger: silent)
        try await inTurn(users, callers: 32) { user in
            _ = try await Creating(store: store, user: UserID("bench-\(user)")).run { $0 < changesPerUser }
        }
        try await script("CREATE TABLE todo.outbox_copy AS TABLE todo.outbox")
    }

    /// Empties the outbox and fills it with the copy, so that each turn begins with the same table.
    func restore() async throws {
        try await script("TRUNCATE todo.outbox")
        try await script(
            "INSERT INTO todo.outbox OVERRIDING SYSTEM VALUE SELECT * FROM todo.outbox_copy ORDER BY id")
        try await pool.query(PostgresStatement("ANALYZE todo.outbox"))
        try await pool.query(PostgresStatement("CHECKPOINT"))
    }

    /// What is in the outbox, undecoded.
    func messages() async throws -> [(topic: String, event: [UInt8])] {
        let rows = try await pool.query(PostgresStatement("SELECT topic, event FROM todo.outbox ORDER BY id"))
        return try rows.map { (try $0.text(0), try $0.bytes(1)) }
    }

    /// The statements of a relay that finds everything published as soon as it has read it.
    func drainBare() async throws {
        while true {
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT id, user_id, topic, event FROM todo.outbox ORDER BY id LIMIT $1",
                    [.integer(Int64(FullOutbox.batchSize))]))
            guard rows.count > 0 else { return }
            var identifiers: [String: [Int64]] = [:]
            for row in try rows.map({ (try $0.integer(0), try $0.text(2)) }) {
                identifiers[row.1, default: []].append(row.0)
            }
            for published in identifiers.values {
                try await pool.query(
                    PostgresStatement("DELETE FROM todo.outbox WHERE id = ANY ($1)", [.integers(published)]))
            }
        }
    }

    private func script(_ sql: String) async throws {
        try await PostgresSession.connect(settings).script(sql)
    }
}

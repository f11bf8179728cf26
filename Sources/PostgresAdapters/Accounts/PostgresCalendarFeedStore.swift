internal import CivilTime
public import PostgresClient
public import TodoDomain
public import TodoPorts

/// `CalendarFeedStore` on PostgreSQL.
public struct PostgresCalendarFeedStore: CalendarFeedStore {
    private let pool: PostgresPool

    /// The links in the pool's database, whose schema must be current.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The user's link; throws `AccountStoreError`.
    public func feed(of userID: UserID) async throws -> CalendarFeed? {
        try await find("user_id", userID.rawValue)
    }

    /// The link of a secret; throws `AccountStoreError`.
    public func feed(bySecretHash hash: String) async throws -> CalendarFeed? {
        try await find("secret_hash", hash)
    }

    private func find(_ column: String, _ value: String) async throws -> CalendarFeed? {
        try await AccountStoreError.mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT user_id, secret_hash, created_at FROM todo.calendar_feeds WHERE \(column) = $1",
                    [.text(value)]))
            return try rows.first.map {
                CalendarFeed(
                    userID: UserID(try $0.text(0)), secretHash: try $0.text(1),
                    createdAt: Timestamp(millisecondsSinceEpoch: try $0.integer(2)))
            }
        }
    }

    /// Keeps the link in place of a former one; throws `AccountStoreError`.
    public func put(_ feed: CalendarFeed) async throws {
        try await AccountStoreError.mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    """
                    INSERT INTO todo.calendar_feeds (user_id, secret_hash, created_at)
                    SELECT $1, $2, $3::bigint WHERE NOT EXISTS (SELECT FROM todo.erased_users WHERE user_id = $1)
                    ON CONFLICT (user_id) DO UPDATE SET secret_hash = $2, created_at = $3::bigint
                    """,
                    [
                        .text(feed.userID.rawValue), .text(feed.secretHash),
                        .integer(feed.createdAt.millisecondsSinceEpoch),
                    ]))
            guard rows.affectedCount == 1 else {
                throw AccountStoreError.unavailable("the account of \(feed.userID) was deleted")
            }
        }
    }

    /// Takes the user's link away; throws `AccountStoreError`.
    public func remove(of userID: UserID) async throws -> Bool {
        try await AccountStoreError.mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    "DELETE FROM todo.calendar_feeds WHERE user_id = $1", [.text(userID.rawValue)]))
            return rows.affectedCount == 1
        }
    }
}

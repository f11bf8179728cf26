internal import CivilTime
internal import GRDB
public import TodoDomain
public import TodoPorts

/// `CalendarFeedStore` on the embedded database.
public struct SQLiteCalendarFeedStore: CalendarFeedStore {
    private let database: EmbeddedDatabase

    /// The links in that database.
    public init(database: EmbeddedDatabase) {
        self.database = database
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
            try await database.read { database in
                try database.row(
                    "SELECT user_id, secret_hash, created_at FROM calendar_feeds WHERE \(column) = ?", [value]
                ).map {
                    CalendarFeed(
                        userID: UserID($0[0]), secretHash: $0[1], createdAt: Timestamp(millisecondsSinceEpoch: $0[2]))
                }
            }
        }
    }

    /// Keeps the link in place of a former one; throws `AccountStoreError`.
    public func put(_ feed: CalendarFeed) async throws {
        try await AccountStoreError.mapped {
            try await database.write { database in
                guard try !UserErasing.isErased(feed.userID, in: database) else {
                    throw AccountStoreError.unavailable("the account of \(feed.userID) was deleted")
                }
                try database.run(
                    """
                    INSERT INTO calendar_feeds (user_id, secret_hash, created_at) VALUES (?1, ?2, ?3)
                    ON CONFLICT (user_id) DO UPDATE SET secret_hash = ?2, created_at = ?3
                    """, [feed.userID.rawValue, feed.secretHash, feed.createdAt.millisecondsSinceEpoch])
            }
        }
    }

    /// Takes the user's link away; throws `AccountStoreError`.
    public func remove(of userID: UserID) async throws -> Bool {
        try await AccountStoreError.mapped {
            try await database.write { database in
                try database.run("DELETE FROM calendar_feeds WHERE user_id = ?", [userID.rawValue])
                return database.changesCount > 0
            }
        }
    }
}

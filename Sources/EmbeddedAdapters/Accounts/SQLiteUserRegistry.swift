public import CivilTime
internal import GRDB
public import TodoDomain
public import TodoPorts

/// `UserRegistry` on the embedded database.
public struct SQLiteUserRegistry: UserRegistry {
    private let database: EmbeddedDatabase

    /// The users of that database.
    public init(database: EmbeddedDatabase) {
        self.database = database
    }

    /// The user's account; throws `AccountStoreError`.
    public func account(of userID: UserID) async throws -> Account? {
        try await AccountStoreError.mapped {
            try await database.read { database in
                try database.row(
                    "SELECT email, password_hash, created_at FROM accounts WHERE user_id = ?", [userID.rawValue]
                ).map {
                    Account(
                        userID: userID, email: $0[0], passwordHash: $0[1],
                        createdAt: Timestamp(millisecondsSinceEpoch: $0[2]))
                }
            }
        }
    }

    /// Erases everything of the user in one transaction; throws `AccountStoreError`.
    public func erase(_ userID: UserID, at time: Timestamp) async throws -> Tombstone {
        try await AccountStoreError.mapped {
            try await database.write { try UserErasing(user: userID, database: $0).erase(at: time) }
        }
    }
}

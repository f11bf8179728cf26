public import CivilTime
internal import GRDB
public import TodoDomain
public import TodoPorts

/// `AccountStore` on the embedded database.
public struct SQLiteAccountStore: AccountStore {
    private let database: EmbeddedDatabase

    /// The accounts in that database.
    public init(database: EmbeddedDatabase) {
        self.database = database
    }

    /// Stores a new account; throws `AccountStoreError`.
    public func create(_ account: Account) async throws {
        try await mapped {
            try await database.write { database in
                try database.run(
                    """
                    INSERT INTO accounts (email_key, email, user_id, password_hash, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (email_key) DO NOTHING
                    """,
                    [
                        Account.key(ofEmail: account.email), account.email, account.userID.rawValue,
                        account.passwordHash, account.createdAt.millisecondsSinceEpoch,
                    ])
                guard database.changesCount > 0 else { throw AccountStoreError.emailTaken }
            }
        }
    }

    /// The account of an email, ignoring case; nil when there is none; throws `AccountStoreError`.
    public func account(email: String) async throws -> Account? {
        try await account("email_key = ?", Account.key(ofEmail: email))
    }

    /// The account of a user; nil when there is none; throws `AccountStoreError`.
    public func account(of userID: UserID) async throws -> Account? {
        try await account("a.user_id = ?", userID.rawValue)
    }

    /// Sets a new password and ends all sessions, both or neither; throws `AccountStoreError`.
    public func changePassword(
        of userID: UserID, from oldHash: String, to newHash: String, at instant: Timestamp
    ) async throws -> Revocation {
        try await mapped {
            try await database.write { database in
                try database.run(
                    "UPDATE accounts SET password_hash = ? WHERE user_id = ? AND password_hash = ?",
                    [newHash, userID.rawValue, oldHash])
                guard database.changesCount > 0 else { throw AccountStoreError.passwordChanged }
                return try database.endSessions(of: userID, at: instant)
            }
        }
    }

    private func account(_ condition: String, _ argument: String) async throws -> Account? {
        try await mapped {
            try await database.read { database in
                try database.row(
                    """
                    SELECT a.user_id, a.email, a.password_hash, a.created_at, coalesce(r.generation, 0) FROM accounts a
                    LEFT JOIN revocations r ON r.user_id = a.user_id AND r.api_token_id = '' WHERE \(condition)
                    """, [argument]
                ).map {
                    Account(
                        userID: UserID($0[0]), email: $0[1], passwordHash: $0[2],
                        createdAt: Timestamp(millisecondsSinceEpoch: $0[3]), sessionGeneration: $0[4])
                }
            }
        }
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as StorageFailure {
            throw AccountStoreError.unavailable(failure.message)
        }
    }
}

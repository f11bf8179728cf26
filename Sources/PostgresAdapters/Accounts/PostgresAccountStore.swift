public import CivilTime
public import PostgresClient
public import TodoDomain
public import TodoPorts

/// `AccountStore` on PostgreSQL.
public struct PostgresAccountStore: AccountStore {
    private let pool: PostgresPool

    /// The accounts in the pool's database, whose schema must be current.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// Stores a new account; throws `AccountStoreError`.
    public func create(_ account: Account) async throws {
        try await mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    """
                    INSERT INTO todo.accounts (email_key, email, user_id, password_hash, created_at)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email_key) DO NOTHING
                    """,
                    [
                        .text(Account.key(ofEmail: account.email)), .text(account.email),
                        .text(account.userID.rawValue), .text(account.passwordHash),
                        .integer(account.createdAt.millisecondsSinceEpoch),
                    ]))
            guard rows.affectedCount == 1 else { throw AccountStoreError.emailTaken }
        }
    }

    /// The account of an email, ignoring case; nil when there is none; throws `AccountStoreError`.
    public func account(email: String) async throws -> Account? {
        try await account("a.email_key = $1", Account.key(ofEmail: email))
    }

    /// The account of a user; nil when there is none; throws `AccountStoreError`.
    public func account(of userID: UserID) async throws -> Account? {
        try await account("a.user_id = $1", userID.rawValue)
    }

    /// Sets a new password and ends all sessions, both or neither; throws `AccountStoreError`.
    public func changePassword(
        of userID: UserID, from oldHash: String, to newHash: String, at instant: Timestamp
    ) async throws -> Revocation {
        try await mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    """
                    WITH changed AS (
                        UPDATE todo.accounts SET password_hash = $4 WHERE user_id = $1 AND password_hash = $3
                        RETURNING user_id
                    )
                    INSERT INTO todo.revocations AS r (user_id, api_token_id, generation, revoked_at)
                    SELECT user_id, '', 1, $2 FROM changed
                    \(PostgresAccessStore.counting)
                    """,
                    [
                        .text(userID.rawValue), .integer(instant.millisecondsSinceEpoch), .text(oldHash),
                        .text(newHash),
                    ]))
            guard let row = rows.first else { throw AccountStoreError.passwordChanged }
            return try PostgresAccessStore.ended(row, userID)
        }
    }

    private func account(_ condition: String, _ argument: String) async throws -> Account? {
        try await mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    """
                    SELECT a.user_id, a.email, a.password_hash, a.created_at, coalesce(r.generation, 0)
                    FROM todo.accounts a
                    LEFT JOIN todo.revocations r ON r.user_id = a.user_id AND r.api_token_id = '' WHERE \(condition)
                    """, [.text(argument)]))
            return try rows.first.map {
                Account(
                    userID: UserID(try $0.text(0)), email: try $0.text(1), passwordHash: try $0.text(2),
                    createdAt: Timestamp(millisecondsSinceEpoch: try $0.integer(3)),
                    sessionGeneration: try $0.integer(4))
            }
        }
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw AccountStoreError.unavailable(error.message)
        }
    }
}

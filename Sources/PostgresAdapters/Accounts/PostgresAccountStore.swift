internal import CivilTime
public import PostgresClient
internal import TodoDomain
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
        try await mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT user_id, email, password_hash, created_at FROM todo.accounts WHERE email_key = $1",
                    [.text(Account.key(ofEmail: email))]))
            return try rows.first.map {
                Account(
                    userID: UserID(try $0.text(0)), email: try $0.text(1), passwordHash: try $0.text(2),
                    createdAt: Timestamp(millisecondsSinceEpoch: try $0.integer(3)))
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

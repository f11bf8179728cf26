internal import CivilTime
internal import GRDB
internal import TodoDomain
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
        try await mapped {
            try await database.read { database in
                try database.row(
                    "SELECT user_id, email, password_hash, created_at FROM accounts WHERE email_key = ?",
                    [Account.key(ofEmail: email)]
                ).map {
                    Account(
                        userID: UserID($0[0]), email: $0[1], passwordHash: $0[2],
                        createdAt: Timestamp(millisecondsSinceEpoch: $0[3]))
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

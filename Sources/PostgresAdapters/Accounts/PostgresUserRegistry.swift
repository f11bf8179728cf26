public import CivilTime
public import PostgresClient
public import TodoDomain
public import TodoPorts

/// `UserRegistry` on PostgreSQL.
public struct PostgresUserRegistry: UserRegistry {
    private let pool: PostgresPool

    /// The users of the pool's database, whose schema must be current.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The user's account; throws `AccountStoreError`.
    public func account(of userID: UserID) async throws -> Account? {
        try await AccountStoreError.mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT email, password_hash, created_at FROM todo.accounts WHERE user_id = $1",
                    [.text(userID.rawValue)]))
            return try rows.first.map {
                Account(
                    userID: userID, email: try $0.text(0), passwordHash: try $0.text(1),
                    createdAt: Timestamp(millisecondsSinceEpoch: try $0.integer(2)))
            }
        }
    }

    /// Erases everything of the user in one transaction; throws `AccountStoreError`.
    public func erase(_ userID: UserID, at time: Timestamp) async throws -> Tombstone {
        try await AccountStoreError.mapped {
            _ = try await pool.query(
                PostgresStatement(
                    "SELECT todo.erase_user($1, $2)::text",
                    [.text(userID.rawValue), .integer(time.millisecondsSinceEpoch)]))
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT erased_at, audit_entries, audit_head FROM todo.erased_users WHERE user_id = $1",
                    [.text(userID.rawValue)]))
            guard let row = rows.first else {
                throw AccountStoreError.unavailable("the tombstone of \(userID) is not there")
            }
            return Tombstone(
                erasedAt: Timestamp(millisecondsSinceEpoch: try row.integer(0)),
                auditHead: AuditHead(sequence: try row.integer(1), hash: try row.text(2)))
        }
    }
}

extension AccountStoreError {
    /// Runs the body; a failure of the database becomes the port's error.
    static func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw AccountStoreError.unavailable(error.message)
        }
    }
}

public import PostgresClient
internal import ServicePorts
public import TodoDomain
public import TodoPorts

/// `AuditLog` on PostgreSQL; the table itself refuses to be changed other than by appending.
public struct PostgresAuditLog: AuditLog {
    private let pool: PostgresPool

    /// The log in the pool's database, whose schema must be current.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The end of the user's trail; throws `AuditLogError`.
    public func head(of userID: UserID) async throws -> AuditHead {
        try await mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT sequence, hash FROM todo.audit WHERE user_id = $1 ORDER BY sequence DESC LIMIT 1",
                    [.text(userID.rawValue)]))
            return try rows.first.map { AuditHead(sequence: try $0.integer(0), hash: try $0.text(1)) }
                ?? AuditHead(sequence: 0, hash: AuditEntry.genesisHash)
        }
    }

    /// Appends an entry that follows the head; throws `AuditLogError`, `.conflict` when it does not follow.
    public func append(_ entry: AuditEntry) async throws {
        try await mapped {
            let body = try JSONCodec.encode(entry)
            // The key refuses a second entry of the same sequence.
            let rows = try await pool.query(
                PostgresStatement(
                    """
                    INSERT INTO todo.audit (user_id, sequence, task_id, hash, entry)
                    SELECT $1, $2, $3, $4, $5 WHERE $2 = 1 AND $6 = ''
                        AND NOT EXISTS (SELECT FROM todo.erased_users WHERE user_id = $1) OR EXISTS (
                        SELECT FROM todo.audit WHERE user_id = $1 AND sequence = $2 - 1 AND hash = $6)
                    """,
                    [
                        .text(entry.userID.rawValue), .integer(entry.sequence),
                        .integer(orNull: entry.change.taskID?.rawValue), .text(entry.hash), .bytes(body),
                        .text(entry.previousHash),
                    ]))
            if rows.affectedCount == 1 { return }
            // An event of a user who is gone may still be on its way; the trail ended with the user.
            guard try await isErased(entry.userID) else {
                throw AuditLogError(.conflict, "entry \(entry.sequence) of \(entry.userID) does not follow the head")
            }
        }
    }

    /// True when the user was erased; throws `AuditLogError`.
    public func isErased(_ userID: UserID) async throws -> Bool {
        try await mapped {
            let rows = try await pool.query(
                PostgresStatement(
                    "SELECT 1::bigint FROM todo.erased_users WHERE user_id = $1", [.text(userID.rawValue)]))
            return rows.first != nil
        }
    }

    /// Entries of the user after a sequence, oldest first, of one task if named; throws `AuditLogError`.
    public func entries(
        of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int
    ) async throws -> [AuditEntry] {
        let ofTask = taskID == nil ? "" : "AND task_id = $4"
        let statement = PostgresStatement(
            """
            SELECT entry FROM todo.audit WHERE user_id = $1 AND sequence > $2 \(ofTask) ORDER BY sequence LIMIT $3
            """,
            [.text(userID.rawValue), .integer(sequence), .integer(Int64(limit))]
                + (taskID.map { [.integer($0.rawValue)] } ?? []))
        return try await mapped {
            try await pool.query(statement).map { try JSONCodec.decode(from: $0.bytes(0)) }
        }
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as AuditLogError {
            throw error
        } catch let error as PostgresError {
            if error.state == .uniqueViolation { throw AuditLogError(.conflict, error.message) }
            throw AuditLogError(error.outcome == .unknown ? .ambiguous : .unavailable, error.message)
        } catch {
            throw AuditLogError(.unavailable, "an entry cannot be coded: \(error)")
        }
    }
}

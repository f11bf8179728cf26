internal import FoundationEssentials
internal import GRDB
internal import ServicePorts
public import TodoDomain
public import TodoPorts

/// `AuditLog` on the embedded database.
public struct SQLiteAuditLog: AuditLog {
    private let database: EmbeddedDatabase

    /// The log in that database.
    public init(database: EmbeddedDatabase) {
        self.database = database
    }

    /// The end of the user's trail; throws `AuditLogError`.
    public func head(of userID: UserID) async throws -> AuditHead {
        try await mapped { try await database.read { try SQLiteAuditLog.head(of: userID, in: $0) } }
    }

    /// Appends an entry that follows the head; throws `AuditLogError`, `.conflict` when it does not follow.
    public func append(_ entry: AuditEntry) async throws {
        try await mapped {
            let body = Data(try JSONCodec.encode(entry))
            try await database.write { database in
                let head = try SQLiteAuditLog.head(of: entry.userID, in: database)
                // An event of a user who is gone may still be on its way; the trail ended with the user.
                if head.sequence == 0, try UserErasing.isErased(entry.userID, in: database) { return }
                guard entry.sequence == head.sequence + 1, entry.previousHash == head.hash else {
                    throw AuditLogError(
                        .conflict, "entry \(entry.sequence) of \(entry.userID) does not follow \(head.sequence)")
                }
                try database.run(
                    "INSERT INTO audit (user_id, sequence, task_id, hash, entry) VALUES (?, ?, ?, ?, ?)",
                    [entry.userID.rawValue, entry.sequence, entry.change.taskID?.rawValue, entry.hash, body])
            }
        }
    }

    /// Entries of the user after a sequence, oldest first, of one task if named; throws `AuditLogError`.
    public func entries(
        of userID: UserID, taskID: TaskID?, after sequence: Int64, limit: Int
    ) async throws -> [AuditEntry] {
        let bodies = try await mapped {
            try await database.read { database in
                let ofTask = taskID == nil ? "" : "AND task_id = ?4"
                let arguments: [(any DatabaseValueConvertible)?] = [userID.rawValue, sequence, limit]
                let task = taskID.map { [$0.rawValue] } ?? []
                return try database.rows(
                    """
                    SELECT entry FROM audit WHERE user_id = ?1 AND sequence > ?2 \(ofTask) ORDER BY sequence LIMIT ?3
                    """, arguments + task
                ).map { $0.bytes(0) }
            }
        }
        // Decoded here, so that a long page does not keep a reading connection.
        return try await mapped { try bodies.map { try JSONCodec.decode(from: $0) } }
    }

    /// True when the user was erased; throws `AuditLogError`.
    public func isErased(_ userID: UserID) async throws -> Bool {
        try await mapped { try await database.read { try UserErasing.isErased(userID, in: $0) } }
    }

    private static func head(of userID: UserID, in database: Database) throws -> AuditHead {
        let row = try database.row(
            "SELECT sequence, hash FROM audit WHERE user_id = ? ORDER BY sequence DESC LIMIT 1", [userID.rawValue])
        return row.map { AuditHead(sequence: $0[0], hash: $0[1]) }
            ?? AuditHead(sequence: 0, hash: AuditEntry.genesisHash)
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as AuditLogError {
            throw error
        } catch let failure as StorageFailure {
            throw AuditLogError(failure.kind == .unknown ? .ambiguous : .unavailable, failure.message)
        } catch {
            throw AuditLogError(.unavailable, "an entry cannot be coded: \(error)")
        }
    }
}

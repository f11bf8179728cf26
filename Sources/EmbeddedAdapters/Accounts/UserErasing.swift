internal import CivilTime
internal import GRDB
internal import TodoDomain
internal import TodoPorts

/// The statements that erase a user within one transaction.
struct UserErasing {
    let user: UserID
    let database: Database

    /// True when the user was erased.
    static func isErased(_ user: UserID, in database: Database) throws -> Bool {
        try database.integer("SELECT 1 FROM erased_users WHERE user_id = ?", [user.rawValue]) != nil
    }

    /// Tables whose rows belong to the user of their column `user_id`.
    private static let tables = [
        "tasks", "successors", "occurrences", "pending_reminders", "tags", "users", "outbox", "task_updates",
        "idempotency", "audit", "calendar_feeds", "accounts", "records", "api_tokens",
        "webhooks", "webhook_deliveries",
    ]

    func erase(at time: Timestamp) throws -> Tombstone {
        if let tombstone = try tombstone() { return tombstone }
        try database.run(
            """
            INSERT INTO erased_users (user_id, erased_at, audit_entries, audit_head)
            SELECT ?1, ?2, COUNT(*), COALESCE(
                (SELECT hash FROM audit WHERE user_id = ?1 ORDER BY sequence DESC LIMIT 1), '')
            FROM audit WHERE user_id = ?1
            """, [user.rawValue, time.millisecondsSinceEpoch])
        for table in UserErasing.tables {
            try database.run("DELETE FROM \(table) WHERE user_id = ?", [user.rawValue])
        }
        // Events that are still to be read, or kept to be read again, tell of the user as well; so do jobs.
        for table in ["events", "dead_letters"] {
            try database.run("DELETE FROM \(table) WHERE partition_key = ?", [user.rawValue])
        }
        try database.run(
            "DELETE FROM jobs WHERE json_valid(CAST(payload AS TEXT)) AND payload ->> '$.user_id' = ?", [user.rawValue])
        guard let tombstone = try tombstone() else {
            throw StoredValueError("the tombstone of \(user) is not there")
        }
        return tombstone
    }

    private func tombstone() throws -> Tombstone? {
        try database.row(
            "SELECT erased_at, audit_entries, audit_head FROM erased_users WHERE user_id = ?", [user.rawValue]
        ).map {
            Tombstone(
                erasedAt: Timestamp(millisecondsSinceEpoch: $0[0]), auditHead: AuditHead(sequence: $0[1], hash: $0[2]))
        }
    }
}

extension AccountStoreError {
    /// Runs the body; a failure of the storage becomes the port's error.
    static func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as StorageFailure {
            throw AccountStoreError.unavailable(failure.message)
        } catch let error as StoredValueError {
            throw AccountStoreError.unavailable(error.message)
        }
    }
}

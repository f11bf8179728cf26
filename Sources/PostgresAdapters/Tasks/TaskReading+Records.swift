internal import PostgresClient
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

// What the user has beside tasks, tags and settings.
extension TaskReading {
    /// All the user's records.
    var records: PostgresStatement {
        PostgresStatement("SELECT record FROM todo.records WHERE user_id = $1", [.text(user.rawValue)])
    }

    /// The user's records of a kind.
    func records(_ kind: UserRecord.Kind) -> PostgresStatement {
        PostgresStatement(
            "SELECT record FROM todo.records WHERE user_id = $1 AND kind = $2",
            [.text(user.rawValue), .text(kind.rawValue)])
    }

    /// Those of the records that the user has.
    func records(_ ids: [UserRecord.ID]) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT record FROM todo.records WHERE user_id = $1
                AND (kind, key) IN (SELECT i.kind, i.key FROM unnest($2::text[], $3::text[]) AS i (kind, key))
            """, [.text(user.rawValue), .texts(ids.map(\.kind.rawValue)), .texts(ids.map(\.key))])
    }

    /// The records that a statement answered.
    func records(_ rows: PostgresRows) throws -> [UserRecord] {
        try rows.map { try JSONCodec.decode(from: Array($0.text(0).utf8)) }
    }

    /// How many records of a kind there are, beside each of the oldest.
    func oldest(of kind: UserRecord.Kind) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT record, (SELECT count(*) FROM todo.records WHERE user_id = $1 AND kind = $2) FROM todo.records
            WHERE user_id = $1 AND kind = $2 ORDER BY position, key COLLATE "C" LIMIT $3
            """, [.text(user.rawValue), .text(kind.rawValue), .integer(Int64(SnapshotRequest.oldestRecords))])
    }

    /// What `oldest` answered.
    func oldest(_ rows: PostgresRows) throws -> (count: Int, records: [UserRecord]) {
        (Int(try rows.first?.integer(1) ?? 0), try records(rows))
    }

    /// The subtasks of any of those tasks, by identity.
    func subtasks(of parents: [TaskID]) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT \(TaskColumns.read) FROM todo.tasks t
            WHERE t.user_id = $1 AND t.parent_id = ANY ($2::bigint[]) ORDER BY t.id
            """, [.text(user.rawValue), .integers(parents.map(\.rawValue))])
    }

    /// What takes the user's last change back.
    var undo: PostgresStatement {
        PostgresStatement("SELECT undo FROM todo.users WHERE user_id = $1", [.text(user.rawValue)])
    }

    /// What `undo` answered.
    func undo(_ rows: PostgresRows) throws -> UndoStep? {
        try rows.first?.textOrNil(0).map { try JSONCodec.decode(from: Array($0.utf8)) }
    }
}

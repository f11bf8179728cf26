internal import GRDB
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

// What the user has beside tasks, tags and settings.
extension TaskTables {
    /// The user's records of a kind in their order, at most `limit` of them.
    func records(_ kind: UserRecord.Kind, limit: Int = .max) throws -> [UserRecord] {
        try database.rows(
            "SELECT record FROM records WHERE user_id = ? AND kind = ? ORDER BY position, key LIMIT ?",
            [user.rawValue, kind.rawValue, limit]
        ).map { try TaskTables.record($0[0]) }
    }

    /// All the user's records.
    func records() throws -> [UserRecord] {
        try UserRecord.Kind.allCases.flatMap { try records($0) }
    }

    /// How many records of a kind the user has.
    func count(of kind: UserRecord.Kind) throws -> Int {
        let count = try database.integer(
            "SELECT COUNT(*) FROM records WHERE user_id = ? AND kind = ?", [user.rawValue, kind.rawValue])
        return Int(count ?? 0)
    }

    /// One record; nil when the user has none of that identity.
    func record(_ id: UserRecord.ID) throws -> UserRecord? {
        try database.row(
            "SELECT record FROM records WHERE user_id = ? AND kind = ? AND key = ?",
            [user.rawValue, id.kind.rawValue, id.key]
        ).map { try TaskTables.record($0[0]) }
    }

    /// Stores the record in place of one of the same identity.
    func put(_ record: UserRecord) throws {
        let text = String(decoding: try JSONCodec.encode(record), as: UTF8.self)
        try database.run(
            "INSERT OR REPLACE INTO records (user_id, kind, key, position, record) VALUES (?, ?, ?, ?, ?)",
            [user.rawValue, record.id.kind.rawValue, record.id.key, record.position, text])
    }

    /// Takes the record away, if it is there.
    func remove(_ id: UserRecord.ID) throws {
        try database.run(
            "DELETE FROM records WHERE user_id = ? AND kind = ? AND key = ?",
            [user.rawValue, id.kind.rawValue, id.key])
    }

    /// What takes the user's last change back.
    func undo() throws -> UndoStep? {
        let row = try database.row("SELECT undo FROM users WHERE user_id = ?", [user.rawValue])
        return try (row?[0] as String?).map { try JSONCodec.decode(from: Array($0.utf8)) }
    }

    /// The subtasks of any of those tasks, by identity.
    func subtasks(of parents: [TaskID]) throws -> [TodoTask] {
        try parents.flatMap { parent in
            try database.rows(
                "SELECT \(TaskRow.columns) FROM tasks WHERE user_id = ? AND parent_id = ?",
                [user.rawValue, parent.rawValue]
            ).map { try TaskRow.task($0, of: user) }
        }.sorted { $0.id < $1.id }
    }

    private static func record(_ text: String) throws -> UserRecord {
        try JSONCodec.decode(from: Array(text.utf8))
    }
}

internal import PostgresClient
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The statements that read a user's updates, and what their answers say.
struct UpdateReading {
    let user: UserID
    let sequence: Int64
    let limit: Int

    init(user: UserID, after sequence: Int64, limit: Int) {
        self.user = user
        self.sequence = sequence
        self.limit = limit
    }

    var statements: [PostgresStatement] {
        let parameters: [PostgresValue] = [.text(user.rawValue)]
        return [
            PostgresStatement(
                """
                SELECT coalesce((SELECT sequence FROM todo.users WHERE user_id = $1), 0),
                    (SELECT min(sequence) FROM todo.task_updates WHERE user_id = $1)
                """, parameters),
            PostgresStatement(
                """
                SELECT event FROM todo.task_updates WHERE user_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
                """, parameters + [.integer(sequence), .integer(Int64(limit))]),
        ]
    }

    func page(_ answers: [PostgresRows]) throws -> UpdatePage {
        let head = try answers[0].first?.integer(0) ?? 0
        let oldest = try answers[0].first?.integerOrNil(1)
        return UpdatePage(
            updates: try answers[1].map { try TodoTopics.taskUpdates.decode($0.bytes(0)) }, head: head,
            hasGap: sequence < (oldest ?? (head + 1)) - 1)
    }
}

internal import CivilTime
internal import GRDB
internal import TodoDomain
internal import TodoPorts

// Which task holds which occurrence of the user's series.
extension TaskTables {
    /// The occurrences of a series that were ever made, by reading; throws when a stored reading is none.
    func occurrences(of series: TaskID) throws -> [CivilDateTime: TaskID] {
        let rows = try database.rows(
            "SELECT reading, task_id FROM occurrences WHERE user_id = ? AND series_id = ?",
            [user.rawValue, series.rawValue])
        var found: [CivilDateTime: TaskID] = [:]
        for row in rows {
            let text: String = row[0]
            guard let reading = CivilDateTime(iso8601: text) else {
                throw StoredValueError("series \(series) has the occurrence '\(text)', which is no reading")
            }
            found[reading] = TaskID(row[1])
        }
        return found
    }

    /// Throws `.conflict` when another task holds the occurrence that this one is put as.
    func requireFree(_ task: TodoTask) throws {
        guard let occurrence = task.occurrenceID,
            let holder = try database.integer(
                "SELECT task_id FROM occurrences WHERE user_id = ? AND series_id = ? AND reading = ?",
                [user.rawValue, occurrence.seriesID.rawValue, occurrence.reading.iso8601]),
            holder != task.id.rawValue
        else { return }
        throw TaskStoreError(.conflict, "task \(holder) is occurrence \(occurrence), not task \(task.id)")
    }

    /// The task holds its present occurrence and no other.
    func hold(_ task: TodoTask) throws {
        try release(task.id)
        guard let occurrence = task.occurrenceID else { return }
        try database.run(
            "INSERT INTO occurrences (user_id, series_id, reading, task_id) VALUES (?, ?, ?, ?)",
            [user.rawValue, occurrence.seriesID.rawValue, occurrence.reading.iso8601, task.id.rawValue])
    }

    /// Takes the task away as if it had never been made.
    func withdraw(_ id: TaskID) throws {
        try database.run("DELETE FROM tasks WHERE user_id = ? AND id = ?", [user.rawValue, id.rawValue])
        try database.run("DELETE FROM successors WHERE user_id = ? AND task_id = ?", [user.rawValue, id.rawValue])
        try release(id)
    }

    private func release(_ id: TaskID) throws {
        try database.run("DELETE FROM occurrences WHERE user_id = ? AND task_id = ?", [user.rawValue, id.rawValue])
    }
}

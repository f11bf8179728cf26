internal import GRDB
internal import TodoDomain

extension TaskTables {
    /// Carries out one step of a change.
    func apply(_ effect: Effect) throws {
        switch effect {
        case .putTask(let task):
            try TaskRow.put(task, in: database)
            try hold(task)
            if let predecessor = task.series?.predecessorID { try note(task.id, asSuccessorOf: predecessor) }
        case .removeTask(let id):
            try database.run("DELETE FROM tasks WHERE user_id = ? AND id = ?", [user.rawValue, id.rawValue])
        case .withdrawTask(let id): try withdraw(id)
        case .putTag(let tag): try put(tag)
        case .renameTag(let from, let to):
            try rename(tag: from, to: to)
            try renameOnTasks(tag: from, to: to)
        case .removeTag(let name):
            try remove(tag: name)
            try renameOnTasks(tag: name, to: nil)
        case .putSettings(let settings): try TaskRow.put(settings, of: user, in: database)
        case .putRecord(let record): try put(record)
        case .removeRecord(let id): try remove(id)
        }
    }

    /// The first successor stays the one, whatever becomes of it.
    private func note(_ successor: TaskID, asSuccessorOf predecessor: TaskID) throws {
        try database.run(
            "INSERT INTO successors (user_id, predecessor_id, task_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [user.rawValue, predecessor.rawValue, successor.rawValue])
    }

    private func put(_ tag: Tag) throws {
        try database.run(
            "INSERT OR REPLACE INTO tags (user_id, key, name, colour) VALUES (?, ?, ?, ?)",
            [user.rawValue, tag.key, tag.name, tag.colour])
    }

    private func remove(tag name: String) throws {
        try database.run("DELETE FROM tags WHERE user_id = ? AND key = ?", [user.rawValue, Tag.key(name)])
    }

    private func rename(tag name: String, to newName: String) throws {
        let row = try database.row(
            "SELECT colour FROM tags WHERE user_id = ? AND key = ?", [user.rawValue, Tag.key(name)])
        guard let colour = row?[0] as String? else { return }
        try remove(tag: name)
        try put(Tag(name: newName, colour: colour))
    }

    private func renameOnTasks(tag name: String, to newName: String?) throws {
        for var task in try tasks(where: "tags IS NOT NULL") where task.hasTag(name) {
            task.rename(tag: name, to: newName)
            try TaskRow.put(task, in: database)
        }
    }
}

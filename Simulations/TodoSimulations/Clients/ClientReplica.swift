internal import TodoDomain
internal import TodoPorts

/// What a client knows of its user's data, kept up to date from frames alone.
struct ClientReplica: Equatable {
    private(set) var tasks: [TaskID: TaskDocument] = [:]
    private(set) var reminders: [TaskID: [Reminder]] = [:]
    private(set) var tags: [String: Tag] = [:]
    private(set) var settings: UserSettings = .initial

    init() {}

    /// The replica of a state read anew.
    init(tasks: [TodoTask], tags: [Tag], settings: UserSettings) {
        self.settings = settings
        for task in tasks {
            self.tasks[task.id] = TaskDocument(task)
            reminders[task.id] = task.reminders
        }
        for tag in tags { self.tags[tag.key] = tag }
    }

    mutating func apply(_ changes: SyncChanges, taskID: TaskID) {
        if let rename = changes.renamedTag {
            if var tag = tags.removeValue(forKey: Tag.key(rename.from)) {
                tag.name = rename.to
                tags[tag.key] = tag
            }
            retag(rename.from, to: rename.to)
        }
        if let removed = changes.removedTag {
            tags[Tag.key(removed)] = nil
            retag(removed, to: nil)
        }
        for tag in changes.tags ?? [] { tags[tag.key] = tag }
        if let task = changes.task {
            tasks[task.id] = task
            reminders[task.id] = changes.reminders ?? []
        }
        settings = changes.settings ?? settings
        if changes.deleted == true { remove(taskID) }
        if let withdrawn = changes.withdrawnTask { remove(withdrawn) }
    }

    private mutating func remove(_ id: TaskID) {
        tasks[id] = nil
        reminders[id] = nil
    }

    private mutating func retag(_ name: String, to newName: String?) {
        let key = Tag.key(name)
        for (id, task) in tasks where task.tags.contains(where: { Tag.key($0) == key }) {
            tasks[id] = task.renaming(tag: key, to: newName)
        }
    }
}

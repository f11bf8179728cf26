internal import TodoDomain
internal import TodoPorts

/// What a client knows of its user's data, kept up to date from frames alone.
struct ClientReplica: Equatable {
    private(set) var tasks: [TaskID: TaskDocument] = [:]
    private(set) var reminders: [TaskID: [Reminder]] = [:]
    private(set) var tags: [String: Tag] = [:]
    private(set) var settings: UserSettings = .initial
    private(set) var filters: [String: SavedFilter] = [:]
    private(set) var trash: [TaskID: TrashedTaskDocument] = [:]

    init() {}

    /// The replica of a state read anew.
    init(_ state: UserStateAnswer) {
        self.init(tasks: state.tasks, tags: state.tags, settings: state.settings, state.filters, state.trash)
    }

    /// The replica of what the store holds.
    init(_ state: UserState) {
        self.init(
            tasks: state.orderedTasks, tags: state.orderedTags, settings: state.settings, state.savedFilters,
            state.trash)
    }

    private init(
        tasks: [TodoTask], tags: [Tag], settings: UserSettings, _ filters: [SavedFilter], _ trash: [TrashedTask]
    ) {
        self.settings = settings
        for filter in filters { self.filters[filter.key] = filter }
        for trashed in trash { self.trash[trashed.task.id] = TrashedTaskDocument(trashed) }
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
        for other in changes.otherTasks ?? [] {
            tasks[other.task.id] = other.task
            reminders[other.task.id] = other.reminders
        }
        settings = changes.settings ?? settings
        for key in changes.removedFilters ?? [] { filters[key] = nil }
        for filter in changes.savedFilters ?? [] { filters[filter.key] = filter }
        for id in changes.untrashed ?? [] { trash[id] = nil }
        for trashed in changes.trashed ?? [] { trash[trashed.task.id] = trashed }
        if changes.deleted == true { remove(taskID) }
        if let withdrawn = changes.withdrawnTask { remove(withdrawn) }
        for id in changes.removedTasks ?? [] { remove(id) }
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

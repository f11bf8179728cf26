extension SyncChanges {
    /// What replicas must change for the effects of one change.
    public init(_ effects: [Effect]) {
        self.init()
        for effect in effects {
            switch effect {
            case .putTask(let task): put(task)
            case .removeTask(let id):
                if deleted == nil { deleted = true } else { removedTasks = (removedTasks ?? []) + [id] }
            case .withdrawTask(let id): withdrawnTask = id
            case .putTag(let tag): tags = (tags ?? []) + [tag]
            case .renameTag(let from, let to): renamedTag = TagRename(from: from, to: to)
            case .removeTag(let name): removedTag = name
            case .putSettings(let settings): self.settings = settings
            case .putRecord(.savedFilter(let filter)): savedFilters = (savedFilters ?? []) + [filter]
            case .putRecord(.trashedTask(let task)): trashed = (trashed ?? []) + [TrashedTaskDocument(task)]
            case .removeRecord(let id): remove(id)
            }
        }
    }

    /// The task that a change is about comes first; it may take others along.
    private mutating func put(_ task: TodoTask) {
        guard self.task == nil else { return otherTasks = (otherTasks ?? []) + [SyncTask(task)] }
        self.task = TaskDocument(task)
        reminders = task.reminders
    }

    private mutating func remove(_ id: UserRecord.ID) {
        switch id.kind {
        case .savedFilter: removedFilters = (removedFilters ?? []) + [id.key]
        case .trashedTask: untrashed = (untrashed ?? []) + [Int64(id.key)].compactMap { $0 }.map { TaskID($0) }
        }
    }
}

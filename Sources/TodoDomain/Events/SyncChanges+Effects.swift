extension SyncChanges {
    /// What replicas must change for the effects of one change.
    public init(_ effects: [Effect]) {
        self.init()
        for effect in effects {
            switch effect {
            case .putTask(let task):
                self.task = TaskDocument(task)
                reminders = task.reminders
            case .removeTask: deleted = true
            case .withdrawTask(let id): withdrawnTask = id
            case .putTag(let tag): tags = (tags ?? []) + [tag]
            case .renameTag(let from, let to): renamedTag = TagRename(from: from, to: to)
            case .removeTag(let name): removedTag = name
            case .putSettings(let settings): self.settings = settings
            }
        }
    }
}

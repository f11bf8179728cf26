internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Moves a task with its subtasks to the trash, out of which goes what has been there too long.
    func delete(_ task: TodoTask) -> TaskDecision {
        let subtasks = snapshot.subtasks.filter { $0.parentID == task.id }
        let trashed = TrashedTask(task: task, subtasks: subtasks, deletedAt: inputs.now)
        let removals = ([task] + subtasks).map { Effect.removeTask($0.id) }
        var change = ProposedChange(kind: .taskDeleted, before: task, after: nil)
        change.alongside = subtasks.map { TaskTransition(before: $0, after: nil) }
        change.effects = removals + outdated().map { .removeRecord($0) } + [.putRecord(.trashedTask(trashed))]
        change.undo = .restore(task.id)
        return TaskDecision(change: change, outcome: CommandOutcome(task: task))
    }

    /// The oldest records of the trash, as far as they are to go when another comes.
    private func outdated() -> [UserRecord.ID] {
        let excess = max(0, snapshot.recordCount + 1 - TrashedTask.mostPerUser)
        return snapshot.oldestRecords.enumerated().compactMap { place, record in
            guard case .trashedTask(let trashed) = record else { return nil }
            return place < excess || trashed.expiresAt <= inputs.now ? record.id : nil
        }
    }

    /// Brings a task and its subtasks back as they were, but for reminders whose instants have passed.
    func restore(_ id: TaskID) throws(TaskRefusal) -> TaskDecision {
        let record = snapshot.records.first { $0.id == .trashedTask(id) }
        guard case .trashedTask(let trashed) = record, trashed.expiresAt > inputs.now else {
            throw .notFound("task \(id) in the trash")
        }
        if let expected = context.expectedVersion, expected != trashed.task.version {
            throw .versionMismatch(current: trashed.task.version)
        }
        let task = restored(trashed.task)
        let subtasks = trashed.subtasks.map(restored)
        let names = Set(snapshot.tags.map(\.key))
        var newTags: [Tag] = []
        for name in ([task] + subtasks).flatMap(\.tags) where !names.contains(Tag.key(name)) {
            if !newTags.contains(where: { $0.key == Tag.key(name) }) { newTags.append(Tag(name: name)) }
        }
        var change = ProposedChange(kind: .taskRestored, before: nil, after: task)
        change.alongside = subtasks.map { TaskTransition(before: nil, after: $0) }
        change.effects =
            newTags.map { .putTag($0) } + ([task] + subtasks).map { .putTask($0) } + [.removeRecord(.trashedTask(id))]
        change.undo = .trash(id, version: task.version)
        return TaskDecision(change: change, outcome: CommandOutcome(task: task))
    }

    private func restored(_ trashed: TodoTask) -> TodoTask {
        var task = touched(trashed)
        if let parent = task.parentID, snapshot.parent?.id != parent || snapshot.parent?.parentID != nil {
            // Where a parent came along it is the task that the trash has this one under.
            task.parentID = isRestored(parent) ? parent : nil
        }
        let known = Dictionary(snapshot.tags.map { ($0.key, $0.name) }) { first, _ in first }
        task.tags = task.tags.map { known[Tag.key($0)] ?? $0 }
        for index in task.reminders.indices where task.reminders[index].status == .pending {
            if let instant = instant(of: task.reminders[index], of: task) { task.reminders[index].remindAt = instant }
            if task.reminders[index].remindAt <= inputs.now { task.reminders[index].cancel(because: .passed) }
        }
        return task
    }

    /// True when the trash has that task with others under it.
    private func isRestored(_ id: TaskID) -> Bool {
        snapshot.records.contains { $0.id == .trashedTask(id) }
    }

    /// Takes tasks out of the trash for good; those that are not there are passed over.
    func purge(_ ids: [TaskID]) -> TaskDecision {
        guard !snapshot.records.isEmpty else { return .unchanged(CommandOutcome(purgedCount: 0)) }
        var change = ProposedChange(kind: .trashEmptied, before: nil, after: nil)
        change.effects = snapshot.records.map(\.id).sorted().map { .removeRecord($0) }
        change.undo = .impossible(.trashEmptied)
        return TaskDecision(change: change, outcome: CommandOutcome(purgedCount: snapshot.records.count))
    }
}

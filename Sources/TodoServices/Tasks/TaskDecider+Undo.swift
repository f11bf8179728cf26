internal import CivilTime
internal import TodoDomain
internal import TodoPorts

// Taking the user's last change back, whatever it was; taking that back does it again.
extension TaskDecider {
    func undoLast() throws(TaskRefusal) -> TaskDecision {
        guard let step = snapshot.undo else { throw .conflict("there is no change to undo") }
        switch step {
        case .task(let id, let version, let before): return try undo(task: id, version: version, to: before)
        case .restore(let id): return undoing(try restore(id))
        case .trash(let id, let version): return undoing(delete(try present(id, version)))
        case .tag(let before, let after): return try undo(tag: after, to: before)
        case .settings(let before, let version): return try undo(settings: before, version)
        case .record(let id, let before, let after): return try undo(record: id, after, to: before)
        case .impossible(let kind):
            throw .conflict("the last change, \(kind.rawValue), cannot be undone")
        }
    }

    private func undoing(_ decision: TaskDecision) -> TaskDecision {
        var decision = decision
        decision.change?.kind = .changeUndone
        if decision.change?.after == nil, let id = decision.change?.before?.id {
            decision.outcome = CommandOutcome(removedTaskID: id)
        }
        return decision
    }

    /// The task as the change left it.
    private func present(_ id: TaskID, _ version: Int64?) throws(TaskRefusal) -> TodoTask {
        guard let task = snapshot.task, task.version == version else {
            throw .conflict("task \(id) has changed since; the last change cannot be undone any more")
        }
        return task
    }

    private func undo(task id: TaskID, version: Int64?, to before: TodoTask?) throws(TaskRefusal) -> TaskDecision {
        guard let version else {
            guard snapshot.task == nil, var after = before else {
                throw .conflict("task \(id) is there again; the last change cannot be undone any more")
            }
            after = touched(after)
            return undoing(decision(.changeUndone, before: nil, after: after))
        }
        let current = try present(id, version)
        guard let before else { return try unmake(current) }
        try requireFree(before, current)
        var after = before
        after.version = current.version
        let decision = decision(.changeUndone, before: current, after: touched(after))
        guard current.isCompleted, !after.isCompleted else { return decision }
        return try withdrawingSuccessor(of: current, decision)
    }

    /// The task that the change made goes as if it had never been made.
    private func unmake(_ task: TodoTask) throws(TaskRefusal) -> TaskDecision {
        var change = ProposedChange(kind: .changeUndone, before: task, after: nil)
        change.effects = [.withdrawTask(task.id)]
        change.undo = .task(task.id, version: nil, before: task)
        let decision = TaskDecision(change: change, outcome: CommandOutcome(removedTaskID: task.id))
        guard snapshot.successorID == nil else {
            throw .conflict("task \(task.id) has a next occurrence by now; delete it instead")
        }
        return decision
    }

    /// The occurrence that the task was must not be another's by now.
    private func requireFree(_ before: TodoTask, _ current: TodoTask) throws(TaskRefusal) {
        guard let occurrence = before.occurrenceID, occurrence != current.occurrenceID else { return }
        let isKnown = occurrence.seriesID == current.seriesID ?? current.id
        guard isKnown, snapshot.occurrences[occurrence.reading].map({ $0 == before.id }) ?? true else {
            throw .conflict("task \(before.id) left its series; that cannot be undone")
        }
    }

    private func undo(tag after: Tag?, to before: Tag?) throws(TaskRefusal) -> TaskDecision {
        let name = (after ?? before)?.name ?? ""
        guard snapshot.tags.first(where: { $0.key == Tag.key(name) }) == after else {
            throw .conflict("tag '\(name)' has changed since; the last change cannot be undone any more")
        }
        var change = ProposedChange(kind: .changeUndone, before: nil, after: nil)
        switch (before, after) {
        case (let before?, let after?):
            change.effects = after.name == before.name ? [] : [.renameTag(from: after.name, to: before.name)]
            change.effects.append(.putTag(before))
        case (let before?, nil): change.effects = [.putTag(before)]
        case (nil, _): change.effects = [.removeTag(name: name)]
        }
        change.undo = .tag(before: after, after: before)
        return TaskDecision(change: change, outcome: CommandOutcome(tag: before))
    }

    private func undo(settings before: UserSettings, _ version: Int64) throws(TaskRefusal) -> TaskDecision {
        guard snapshot.settings.version == version else {
            throw .conflict("the settings have changed since; the last change cannot be undone any more")
        }
        var after = before
        after.version = version + 1
        var change = ProposedChange(kind: .changeUndone, before: nil, after: nil)
        change.effects = [.putSettings(after)]
        change.undo = .settings(before: snapshot.settings, version: after.version)
        return TaskDecision(change: change, outcome: CommandOutcome(settings: after))
    }

    private func undo(
        record id: UserRecord.ID, _ after: UserRecord?, to before: UserRecord?
    ) throws(TaskRefusal) -> TaskDecision {
        guard snapshot.records == [after].compactMap(\.self) else {
            throw .conflict("'\(id.key)' has changed since; the last change cannot be undone any more")
        }
        var change = ProposedChange(kind: .changeUndone, before: nil, after: nil)
        change.effects = Effect.replacing(after, by: before)
        change.undo = .record(id, before: after, after: before)
        var outcome = CommandOutcome()
        if case .savedFilter(let filter) = before { outcome.savedFilter = filter }
        return TaskDecision(change: change, outcome: outcome)
    }
}

internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Takes a task out of a file once: a second time it is there already, whatever became of it meanwhile.
    func importTask(_ given: TodoTask, isRestored: Bool) throws(TaskRefusal) -> TaskDecision {
        guard snapshot.holderOfUID == nil else { return .unchanged(CommandOutcome()) }
        guard snapshot.task == nil else { throw .conflict("task \(given.id) is there already") }
        let faults = given.importFaults
        guard faults.isEmpty else { throw .invalid(ValidationFailure(faults)) }
        var number = 0
        var task = given.identified(
            by: { $0 },
            reminders: { _ in
                defer { number += 1 }
                return inputs.newReminderIDs[number]
            }, of: context.userID)
        withdrawPassedReminders(of: &task)
        if task.series != nil || snapshot.parent == nil || snapshot.parent?.parentID != nil { task.parentID = nil }
        let newTags = applyTags(.set(task.tags), to: &task)
        if !isRestored { planAutomaticReminders(of: &task, from: nil) }
        return decision(.taskImported, before: nil, after: task, tags: newTags)
    }

    /// What was to come while the task lay in a file does not come all at once now.
    private func withdrawPassedReminders(of task: inout TodoTask) {
        for index in task.reminders.indices where task.reminders[index].status == .pending {
            if task.isCompleted {
                task.reminders[index].cancel(because: .taskCompleted)
            } else if task.reminders[index].remindAt <= inputs.now {
                task.reminders[index].cancel(because: .passed)
            }
        }
    }

    /// Takes the settings out of a file as they were, if the user never changed any.
    func importSettings(_ settings: UserSettings) -> TaskDecision {
        let before = snapshot.settings
        guard before.version == 0, settings != before else { return .unchanged(CommandOutcome(settings: before)) }
        var change = ProposedChange(kind: .settingsChanged, before: nil, after: nil)
        change.effects = [.putSettings(settings)]
        change.undo = .settings(before: before, version: settings.version)
        return TaskDecision(change: change, outcome: CommandOutcome(settings: settings))
    }
}

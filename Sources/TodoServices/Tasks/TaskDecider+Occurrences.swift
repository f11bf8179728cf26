internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Makes the successor of a completed occurrence; there is at most one, however often it is asked for.
    func spawnOccurrence(of predecessor: TodoTask, due: DueDate) throws(TaskRefusal) -> TaskDecision {
        if let successor = snapshot.successor { return .unchanged(CommandOutcome(task: successor)) }
        guard predecessor.isCompleted, let series = predecessor.series, let oldDue = predecessor.due else {
            return .unchanged(CommandOutcome())
        }
        var task = TodoTask(
            id: inputs.newTaskID, userID: context.userID, title: predecessor.title, createdAt: inputs.now,
            updatedAt: inputs.now)
        task.description = predecessor.description
        task.priority = predecessor.priority
        task.tags = predecessor.tags
        task.due = due
        task.series = Series(rule: series.rule, anchor: series.anchor, predecessorID: predecessor.id)
        task.reminders = shiftedReminders(of: predecessor, from: oldDue, to: due)
        return decision(.occurrenceSpawned, before: nil, after: task)
    }

    /// The predecessor's reminders, each as long before the new due date as it was before the old.
    private func shiftedReminders(of task: TodoTask, from old: DueDate, to new: DueDate) -> [Reminder] {
        let oldInstant = old.instant(in: inputs.zones)
        let newInstant = new.instant(in: inputs.zones)
        let pairs = zip(task.reminders, inputs.newReminderIDs)
        return pairs.compactMap { reminder, id in
            let instant = newInstant + reminder.remindAt.duration(since: oldInstant)
            return instant > inputs.now ? Reminder(id: id, remindAt: instant) : nil
        }
    }
}

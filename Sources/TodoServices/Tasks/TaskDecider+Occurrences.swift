internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Makes the successor of an occurrence that still is completed as the request knows it; there is at most one,
    /// however often it is asked for and even if its user deleted it.
    func spawnOccurrence(of predecessor: TodoTask, due: DueDate, completedAt: Timestamp) -> TaskDecision {
        if let id = snapshot.successorID { return .unchanged(CommandOutcome(successorID: id)) }
        guard predecessor.completedAt == completedAt, let series = predecessor.series, let oldDue = predecessor.due
        else {
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
        task.reminders = inheritedReminders(of: predecessor, from: oldDue, to: due)
        var decision = decision(.occurrenceSpawned, before: nil, after: task)
        decision.outcome.successorID = task.id
        return decision
    }
}

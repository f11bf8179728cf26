internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Reminders are never early, sent once, never for what is done, deleted or moved, and never forgotten.
enum ReminderTruth {
    /// What is wrong with sending a reminder at this instant, given the task just before.
    static func check(_ change: Change, before task: TodoTask?, now: Timestamp) -> InvariantViolation? {
        let reminderID = change.reminderID?.description ?? "?"
        func violation(_ text: String) -> InvariantViolation {
            InvariantViolation(.reminderTruth, "reminder \(reminderID) \(text)")
        }
        guard let task, let reminder = task.reminders.first(where: { $0.id == change.reminderID }) else {
            return violation("was sent although it is gone")
        }
        if reminder.status == .sent { return violation("was sent twice") }
        if task.isCompleted { return violation("was sent although task \(task.id) is done") }
        if now < reminder.remindAt { return violation("for \(reminder.remindAt) was sent at \(now)") }
        return nil
    }

    /// A reminder that should have been sent by now and was not.
    static func overdue(in state: UserState, now: Timestamp) -> InvariantViolation? {
        for task in state.orderedTasks where !task.isCompleted {
            for reminder in task.reminders where reminder.status == .pending && reminder.remindAt <= now {
                return InvariantViolation(
                    .reminderTruth,
                    "reminder \(reminder.id) of task \(task.id) for \(reminder.remindAt) is not sent at \(now)")
            }
        }
        return nil
    }
}

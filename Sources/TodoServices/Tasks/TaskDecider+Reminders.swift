internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// The most reminders that one task has.
    static let mostRemindersPerTask = 20

    func addReminder(to before: TodoTask, _ input: ReminderInput) throws(TaskRefusal) -> TaskDecision {
        guard before.reminders.count < TaskDecider.mostRemindersPerTask else {
            throw .invalid(
                ValidationFailure(
                    pointer: "/remind_at", code: .tooLong,
                    message: "a task has at most \(TaskDecider.mostRemindersPerTask) reminders; remove one first"))
        }
        var after = touched(before)
        let reminder = newReminder(at: input.remindAt, of: before)
        after.reminders.append(reminder)
        return decision(.reminderAdded, before: before, after: after, reminder: reminder)
    }

    func removeReminder(_ id: ReminderID, from before: TodoTask) throws(TaskRefusal) -> TaskDecision {
        guard let reminder = before.reminders.first(where: { $0.id == id }) else {
            throw .notFound("reminder \(id) of task \(before.id)")
        }
        var after = touched(before)
        after.reminders.removeAll { $0.id == id }
        return decision(.reminderRemoved, before: before, after: after, reminder: reminder)
    }

    /// Marks a reminder as shown once, and only while it stands as it was scheduled.
    func markReminderSent(
        _ id: ReminderID, remindAt: Timestamp, of before: TodoTask
    ) throws(TaskRefusal) -> TaskDecision {
        guard let index = before.reminders.firstIndex(where: { $0.id == id && $0.remindAt == remindAt }) else {
            throw .notFound("reminder \(id) at \(remindAt) of task \(before.id)")
        }
        var reminder = before.reminders[index]
        guard reminder.status == .pending, !before.isCompleted else {
            return .unchanged(CommandOutcome(task: before, reminder: reminder))
        }
        guard inputs.now >= remindAt else { throw .tooEarly }
        reminder.status = .sent
        reminder.sentAt = inputs.now
        var after = touched(before)
        after.reminders[index] = reminder
        return decision(.reminderSent, before: before, after: after, reminder: reminder)
    }

    /// Sets the instant of the task's first reminder, removes that reminder, or leaves it.
    func applyFirstReminder(_ update: FieldUpdate<Timestamp?>, to task: inout TodoTask) {
        guard case .set(let instant) = update else { return }
        let first = task.firstReminder
        guard first?.remindAt != instant else { return }
        task.reminders.removeAll { $0.id == first?.id }
        if let instant { task.reminders.append(newReminder(at: instant, of: task)) }
    }

    private func newReminder(at instant: Timestamp, of task: TodoTask) -> Reminder {
        Reminder(id: inputs.newReminderIDs[0], remindAt: instant, status: task.isCompleted ? .cancelled : .pending)
    }
}

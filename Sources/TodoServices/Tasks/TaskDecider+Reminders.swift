internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// The most reminders that one task has.
    static let mostRemindersPerTask = TodoTask.mostReminders

    func addReminder(to before: TodoTask, _ input: ReminderInput) throws(TaskRefusal) -> TaskDecision {
        guard before.reminders.count < TaskDecider.mostRemindersPerTask else {
            throw .invalid(
                ValidationFailure(
                    pointer: "/remind_at", code: .tooLong,
                    message: "a task has at most \(TaskDecider.mostRemindersPerTask) reminders; remove one first"))
        }
        var after = touched(before)
        let reminder = try newReminder(input, of: before)
        after.reminders.append(reminder)
        giveWay(in: &after)
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
        guard !reminder.isAutomatic || reminder.snoozedFrom != nil || snapshot.settings.wants(reminder) else {
            return withdraw(reminder, at: index, of: before)
        }
        reminder.status = .sent
        reminder.sentAt = inputs.now
        var after = touched(before)
        after.reminders[index] = reminder
        return decision(.reminderSent, before: before, after: after, reminder: reminder)
    }

    /// Sets the instant of the first reminder that the user made, removes that reminder, or leaves it.
    ///
    /// The instant that the user was `shown` is no new one, even if the reminder just moved along with the due date.
    func applyFirstReminder(_ update: FieldUpdate<Timestamp?>, shown: Reminder?, to task: inout TodoTask) {
        guard case .set(let instant) = update else { return }
        let first = task.firstOwnReminder
        guard first?.remindAt != instant, instant == nil || shown?.remindAt != instant else { return }
        task.reminders.removeAll { $0.id == first?.id }
        guard let instant else { return }
        task.reminders.append(newReminder(at: instant, of: task))
        giveWay(in: &task)
    }

    private func newReminder(_ input: ReminderInput, of task: TodoTask) throws(TaskRefusal) -> Reminder {
        switch input.moment {
        case .at(let instant): return newReminder(at: instant, of: task)
        case .relativeToDue(let offset):
            guard let due = task.due else {
                throw .invalid(
                    ValidationFailure(
                        pointer: "/offset", code: .conflict,
                        message: "an offset needs a task with a due_date; give remind_at instead"))
            }
            var reminder = newReminder(at: offset.instant(from: due, zones: zones), of: task)
            reminder.offset = offset
            return reminder
        }
    }

    private func newReminder(at instant: Timestamp, of task: TodoTask) -> Reminder {
        var reminder = Reminder(id: freshReminderID(in: task), remindAt: instant)
        if task.isCompleted { reminder.cancel(because: .taskCompleted) }
        return reminder
    }

    /// An identity that no reminder of the task has.
    func freshReminderID(in task: TodoTask) -> ReminderID {
        let used = Set(task.reminders.map(\.id))
        guard let id = inputs.newReminderIDs.first(where: { !used.contains($0) }) else {
            preconditionFailure("a decision needs at most as many new reminders as a task has")
        }
        return id
    }
}

internal import CivilTime
internal import TodoDomain
internal import TodoPorts

// The reminders that the user's settings make.
extension TaskDecider {
    /// Gives a task the automatic reminders of its due date when that is new, unless its user made reminders.
    ///
    /// A date without a time has none, and none is made for an instant that has passed.
    func planAutomaticReminders(of task: inout TodoTask, from before: DueDate?) {
        let isMoved = task.due != before
        if isMoved { task.reminders.removeAll(where: \.isAutomatic) }
        guard isMoved, let due = task.due, !due.isAllDay, !task.reminders.contains(where: { !$0.isAutomatic }) else {
            return
        }
        for offset in snapshot.settings.automaticOffsets {
            let instant = offset.instant(from: due, zones: zones)
            guard instant > inputs.now else { continue }
            var reminder = Reminder(
                id: freshReminderID(in: task), remindAt: instant, offset: offset, isAutomatic: true)
            if task.isCompleted { reminder.cancel(because: .taskCompleted) }
            task.reminders.append(reminder)
        }
    }

    /// Takes automatic reminders away for one that the user just made, but for those that were sent or snoozed.
    func giveWay(in task: inout TodoTask) {
        task.reminders.removeAll { $0.isAutomatic && $0.status != .sent && $0.snoozedFrom == nil }
    }

    /// Withdraws an automatic reminder whose time has come, as the settings ask for none of its sort any more.
    func withdraw(_ reminder: Reminder, at index: Int, of before: TodoTask) -> TaskDecision {
        var withdrawn = reminder
        withdrawn.cancel(because: .switchedOff)
        var after = touched(before)
        after.reminders[index] = withdrawn
        return decision(.reminderWithdrawn, before: before, after: after, reminder: withdrawn)
    }
}

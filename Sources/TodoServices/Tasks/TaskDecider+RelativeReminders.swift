internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Takes the reminders that follow the due date along when that was moved, given or taken away.
    ///
    /// An open task gets a new reminder for each instant that is still to come, also for one that was sent for the old
    /// date; what the new date puts into the past is withdrawn.
    func moveRelativeReminders(of task: inout TodoTask, from before: DueDate?) {
        guard task.due != before else { return }
        for index in task.reminders.indices {
            guard let offset = task.reminders[index].offset, !task.reminders[index].isAutomatic else { continue }
            task.reminders[index] = moved(task.reminders[index], by: offset, of: task)
        }
    }

    private func moved(_ reminder: Reminder, by offset: ReminderOffset, of task: TodoTask) -> Reminder {
        var moved = reminder
        guard let due = task.due else {
            if reminder.status == .pending { moved.cancel(because: .noDueDate) }
            return moved
        }
        let instant = offset.instant(from: due, zones: zones)
        guard instant != reminder.remindAt || reminder.status == .cancelled else { return reminder }
        if instant > inputs.now, !task.isCompleted { return following(reminder, at: instant, of: task) }
        guard reminder.status == .pending || reminder.status == .cancelled else { return reminder }
        moved.remindAt = instant
        moved.snoozedFrom = nil
        moved.cancel(because: task.isCompleted ? .taskCompleted : .passed)
        return moved
    }

    /// Moves pending reminders to where the present rules of the due date's zone put them.
    ///
    /// One that is past by those rules comes at once: nobody moved it, so nobody may be left without it.
    func replanReminders(of before: TodoTask) -> TaskDecision {
        var after = touched(before)
        for (index, reminder) in before.reminders.enumerated() where reminder.status == .pending && reminder.followsDue
        {
            guard let instant = instant(of: reminder, of: before), instant != reminder.remindAt else { continue }
            after.reminders[index] = following(reminder, at: instant, of: after)
        }
        guard after.reminders != before.reminders else { return .unchanged(CommandOutcome(task: before)) }
        return decision(.remindersReplanned, before: before, after: after)
    }

    /// A new reminder of the same distance to the due date.
    private func following(_ reminder: Reminder, at instant: Timestamp, of task: TodoTask) -> Reminder {
        Reminder(
            id: freshReminderID(in: task), remindAt: instant, offset: reminder.offset,
            isAutomatic: reminder.isAutomatic)
    }

    /// Puts new reminders in place of those that were withdrawn and whose instant is still to come.
    ///
    /// An identity is scheduled once and cancelled once, never scheduled again: so a cancellation that is delivered
    /// late or twice cannot take away a reminder that is wanted again.
    func renewReminders(of task: inout TodoTask) {
        for index in task.reminders.indices {
            let reminder = task.reminders[index]
            guard reminder.status == .cancelled, let instant = instant(of: reminder, of: task), instant > inputs.now
            else { continue }
            let isNew = inputs.newReminderIDs.contains(reminder.id)
            task.reminders[index] = Reminder(
                id: isNew ? reminder.id : freshReminderID(in: task), remindAt: instant, offset: reminder.offset,
                isAutomatic: reminder.isAutomatic, snoozedFrom: reminder.snoozedFrom)
        }
    }

    /// When the reminder would come; nil when it follows a due date that is not there.
    func instant(of reminder: Reminder, of task: TodoTask) -> Timestamp? {
        guard let offset = reminder.offset else { return reminder.remindAt }
        guard let due = task.due else { return nil }
        return reminder.followsDue ? offset.instant(from: due, zones: zones) : reminder.remindAt
    }

    /// The predecessor's reminders that its user made: those that follow the due date follow the new one, each other
    /// one comes as long before the new due date as it was before the old.
    ///
    /// A snoozed reminder passes on the instant that it had before. What follows the due date is kept for occurrences
    /// to come even when its instant is past; others in the past or beyond the years that can be written are left out.
    func inheritedReminders(of task: TodoTask, from old: DueDate, to new: DueDate) -> [Reminder] {
        let shift = new.instant(in: zones).duration(since: old.instant(in: zones))
        let pairs = zip(task.reminders.filter { !$0.isAutomatic }, inputs.newReminderIDs)
        return pairs.compactMap { reminder, id in
            let offset = reminder.offset
            let instant =
                offset?.instant(from: new, zones: zones) ?? (reminder.snoozedFrom ?? reminder.remindAt) + shift
            var inherited = Reminder(id: id, remindAt: instant, offset: offset)
            guard instant <= inputs.now || !Timestamp.writable.contains(instant) else { return inherited }
            inherited.cancel(because: .passed)
            return offset == nil ? nil : inherited
        }
    }
}

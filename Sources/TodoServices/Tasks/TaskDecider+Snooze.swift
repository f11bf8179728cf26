internal import CivilTime
internal import TodoDomain

extension TaskDecider {
    /// Reminds at a later instant in place of a reminder that is to come or came; the due date stays.
    ///
    /// A reminder that follows the due date keeps its distance, and follows again once the due date moves.
    func snoozeReminder(
        _ id: ReminderID, of before: TodoTask, _ input: SnoozeInput, _ settings: UserSettings
    ) throws(TaskRefusal) -> TaskDecision {
        guard let index = before.reminders.firstIndex(where: { $0.id == id }) else {
            throw .notFound("reminder \(id) of task \(before.id)")
        }
        let old = before.reminders[index]
        guard !before.isCompleted, old.status == .pending || old.status == .sent else {
            throw refusal("", "only a pending or sent reminder of an open task can be snoozed")
        }
        let instant = input.instant(from: inputs.now, of: before, settings, zones: zones)
        guard instant > inputs.now, Timestamp.writable.contains(instant) else {
            throw refusal("/until", "a reminder can be snoozed until an instant in the future only")
        }
        let snoozed = Reminder(
            id: freshReminderID(in: before), remindAt: instant, offset: old.offset, isAutomatic: old.isAutomatic,
            snoozedFrom: old.snoozedFrom ?? old.remindAt)
        var after = touched(before)
        after.reminders[index] = snoozed
        return decision(.reminderSnoozed, before: before, after: after, reminder: snoozed)
    }

    private func refusal(_ pointer: String, _ message: String) -> TaskRefusal {
        .invalid(ValidationFailure(pointer: pointer, code: .conflict, message: message))
    }
}

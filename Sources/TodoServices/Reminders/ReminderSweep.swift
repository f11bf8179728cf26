internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Finds reminders whose jobs were lost, and reminders that stand at another instant than their zone's rules say.
public enum ReminderSweep {
    /// What correlation ids of changes that a sweep makes begin with: no command of a user's caused them now.
    public static let correlationPrefix: String = "reminder-sweep-"

    /// Time between two sweeps.
    public static let interval: Duration = .seconds(900)

    /// Time that a job may be late before it counts as lost.
    static let grace: Duration = .seconds(300)

    /// Reminders that come within this time get their job anew: the second sweep after this one would be too late.
    static let horizon: Duration = .seconds(1_800)

    /// Reminders within this time are looked at by every sweep, further ones when the zone data changed: no change of
    /// rules moves a reminder by as much.
    static let lookAhead: Duration = .seconds(48 * 3_600)

    /// Reminders that one question is about.
    static let pageSize = 100

    /// True when a reminder does not stand where the rules put it.
    static func isMisplaced(_ pending: PendingReminder, zones: any ZoneDatabase) -> Bool {
        guard let reminder = pending.task.reminders.first(where: { $0.id == pending.reminderID }), reminder.followsDue,
            let offset = reminder.offset, let due = pending.task.due
        else { return false }
        return offset.instant(from: due, zones: UserZones(pending.settings, over: zones)) != pending.remindAt
    }

    /// True when a reminder's job should have run some time ago.
    static func isLost(_ pending: PendingReminder, now: Timestamp) -> Bool {
        now.duration(since: pending.remindAt) > grace
    }

    /// True when a reminder's job is to run soon; one that may be running now is left alone.
    static func isUpcoming(_ pending: PendingReminder, now: Timestamp) -> Bool {
        pending.remindAt > now && pending.remindAt <= now + horizon
    }

    /// What the job of a reminder carries.
    static func event(for pending: PendingReminder, zones: any ZoneDatabase) -> ReminderEvent {
        var event = ReminderEvent(
            taskID: pending.task.id, userID: pending.task.userID, title: "", dueAt: pending.remindAt,
            remindAt: pending.remindAt, correlationID: pending.correlationID, eventType: .scheduled,
            reminderID: pending.reminderID)
        event.tell(of: pending.task, UserZones(pending.settings, over: zones))
        return event
    }
}

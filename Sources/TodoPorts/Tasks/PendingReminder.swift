public import CivilTime
public import TodoDomain

/// A reminder that waits for its instant, as a store finds it among those of all users.
public struct PendingReminder: Hashable, Sendable {
    /// The reminder.
    public var reminderID: ReminderID
    /// When to remind.
    public var remindAt: Timestamp
    /// Follows the command that made the reminder.
    public var correlationID: String
    /// Its task, as that is now.
    public var task: TodoTask
    /// What the task's user prefers.
    public var settings: UserSettings

    /// A pending reminder with every field given.
    public init(
        reminderID: ReminderID, remindAt: Timestamp, correlationID: String, task: TodoTask,
        settings: UserSettings
    ) {
        self.reminderID = reminderID
        self.remindAt = remindAt
        self.correlationID = correlationID
        self.task = task
        self.settings = settings
    }

    /// Its place in the order in which a store finds it.
    public var place: ReminderPlace { ReminderPlace(remindAt: remindAt, reminderID: reminderID) }
}

/// A place among the pending reminders of all users, which are in the order of their instants.
public struct ReminderPlace: Hashable, Codable, Comparable, Sendable {
    /// Instant of the reminder there.
    public var remindAt: Timestamp
    /// The reminder there: several may have one instant.
    public var reminderID: ReminderID

    /// The place of that reminder.
    public init(remindAt: Timestamp, reminderID: ReminderID) {
        self.remindAt = remindAt
        self.reminderID = reminderID
    }

    /// True when the left one comes first.
    public static func < (left: ReminderPlace, right: ReminderPlace) -> Bool {
        (left.remindAt, left.reminderID) < (right.remindAt, right.reminderID)
    }
}

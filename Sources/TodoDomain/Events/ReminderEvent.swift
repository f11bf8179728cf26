public import CivilTime

/// Payload of the topic `reminders`: a reminder to schedule or to cancel.
public struct ReminderEvent: Hashable, Codable, Sendable {
    /// What to do with the reminder.
    public enum EventType: String, Codable, Sendable {
        /// Remind at the instant, in place of an earlier one of the same reminder.
        case scheduled
        /// Do not remind.
        case cancelled
    }

    /// How the user is told; this system emits `in_app` and accepts the others.
    public enum NotificationType: String, Codable, Sendable {
        /// In the product itself.
        case inApp = "in_app"
        /// To a device.
        case push
        /// By mail.
        case email
        /// To a device and by mail.
        case both
    }

    /// The task.
    public var taskID: TaskID
    /// Whose task it is.
    public var userID: UserID
    /// The task's title.
    public var title: String
    /// When the task is due; the reminder's own instant when the task is at no time.
    public var dueAt: Timestamp
    /// When to remind.
    public var remindAt: Timestamp
    /// How to tell.
    public var notificationType: NotificationType
    /// Follows the command through every service.
    public var correlationID: String
    /// What to do.
    public var eventType: EventType
    /// Which of the task's reminders.
    public var reminderID: ReminderID

    /// An event with every field given.
    public init(
        taskID: TaskID, userID: UserID, title: String, dueAt: Timestamp, remindAt: Timestamp,
        notificationType: NotificationType = .inApp, correlationID: String, eventType: EventType,
        reminderID: ReminderID
    ) {
        self.taskID = taskID
        self.userID = userID
        self.title = title
        self.dueAt = dueAt
        self.remindAt = remindAt
        self.notificationType = notificationType
        self.correlationID = correlationID
        self.eventType = eventType
        self.reminderID = reminderID
    }

    private enum CodingKeys: String, CodingKey {
        case title
        case taskID = "task_id"
        case userID = "user_id"
        case dueAt = "due_at"
        case remindAt = "remind_at"
        case notificationType = "notification_type"
        case correlationID = "correlation_id"
        case eventType = "event_type"
        case reminderID = "reminder_id"
    }
}

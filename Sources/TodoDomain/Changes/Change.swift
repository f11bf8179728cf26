public import CivilTime

/// One committed edit of one user's state: what is stored, audited and synchronised, whole.
public struct Change: Hashable, Codable, Sendable {
    /// What the edit was, in the words of the audit trail.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A task was made by its user.
        case taskCreated = "task_created"
        /// A task was taken from a file.
        case taskImported = "task_imported"
        /// A task was edited.
        case taskUpdated = "task_updated"
        /// A task was done.
        case taskCompleted = "task_completed"
        /// A done task was opened again.
        case taskReopened = "task_reopened"
        /// A task was deleted.
        case taskDeleted = "task_deleted"
        /// The next task of a series was made.
        case occurrenceSpawned = "occurrence_spawned"
        /// An occurrence was done with by skipping it.
        case occurrenceSkipped = "occurrence_skipped"
        /// A completion was taken back, and with it the occurrence that it had made.
        case completionUndone = "completion_undone"
        /// A series was paused.
        case seriesPaused = "series_paused"
        /// A paused series goes on.
        case seriesResumed = "series_resumed"
        /// A reminder was added to a task.
        case reminderAdded = "reminder_added"
        /// A reminder was taken from a task.
        case reminderRemoved = "reminder_removed"
        /// A reminder was put off to a later instant.
        case reminderSnoozed = "reminder_snoozed"
        /// Reminders were moved to where the rules of their zone, or the user's clock, put them by now.
        case remindersReplanned = "reminders_replanned"
        /// A reminder that the settings had made was withdrawn, as they ask for none by now.
        case reminderWithdrawn = "reminder_withdrawn"
        /// A reminder was shown to the user.
        case reminderSent = "reminder_sent"
        /// A tag was made.
        case tagCreated = "tag_created"
        /// A tag was renamed or coloured.
        case tagUpdated = "tag_updated"
        /// A tag was deleted.
        case tagDeleted = "tag_deleted"
        /// The user's settings were changed.
        case settingsChanged = "settings_changed"
        /// A deleted task came back out of the trash.
        case taskRestored = "task_restored"
        /// Deleted tasks are gone for good.
        case trashEmptied = "trash_emptied"
        /// The user's last change was taken back.
        case changeUndone = "change_undone"
        /// A tag became one with another.
        case tagMerged = "tag_merged"
        /// A filter was saved.
        case filterCreated = "filter_created"
        /// A saved filter was changed.
        case filterUpdated = "filter_updated"
        /// A saved filter was deleted.
        case filterDeleted = "filter_deleted"
    }

    /// Position in the user's changes, from 1 without gaps.
    public var sequence: Int64
    /// What the edit was.
    public var kind: Kind
    /// The task it is about, nil for tags and settings.
    public var taskID: TaskID?
    /// The reminder it is about, if any.
    public var reminderID: ReminderID?
    /// Who made it.
    public var actor: Actor
    /// When it was made.
    public var time: Timestamp
    /// Follows the command through every service.
    public var correlationID: String
    /// What it does to the user's state, in order.
    public var effects: [Effect]

    /// A change with every field given.
    public init(
        sequence: Int64, kind: Kind, taskID: TaskID? = nil, reminderID: ReminderID? = nil, actor: Actor,
        time: Timestamp, correlationID: String, effects: [Effect]
    ) {
        self.sequence = sequence
        self.kind = kind
        self.taskID = taskID
        self.reminderID = reminderID
        self.actor = actor
        self.time = time
        self.correlationID = correlationID
        self.effects = effects
    }

    private enum CodingKeys: String, CodingKey {
        case sequence, kind, actor, time, effects
        case taskID = "task_id"
        case reminderID = "reminder_id"
        case correlationID = "correlation_id"
    }
}

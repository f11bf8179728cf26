public import CivilTime
public import TodoDomain

/// What can be asked of one user's tasks.
public enum TaskCommand: Hashable, Codable, Sendable {
    /// Make a task.
    case create(TaskInput)
    /// Change fields of a task.
    case update(TaskID, TaskInput)
    /// Complete a task that is open, reopen one that is done.
    case toggle(TaskID)
    /// Delete a task.
    case delete(TaskID)
    /// Add a reminder to a task.
    case addReminder(TaskID, ReminderInput)
    /// Take a reminder from a task.
    case removeReminder(TaskID, ReminderID)
    /// Put a reminder off.
    case snoozeReminder(TaskID, ReminderID, SnoozeInput)
    /// Mark a reminder scheduled for an instant as shown.
    case markReminderSent(TaskID, ReminderID, remindAt: Timestamp)
    /// Make the next task of the series of one that was completed at an instant.
    case spawnOccurrence(of: TaskID, due: DueDate, completedAt: Timestamp)
    /// Make a tag.
    case createTag(TagInput)
    /// Rename or colour a tag.
    case updateTag(name: String, TagInput)
    /// Delete a tag and take it from every task.
    case deleteTag(name: String)

    /// The task that the command is about, nil when it makes one or concerns a tag.
    var taskID: TaskID? {
        switch self {
        case .update(let id, _), .toggle(let id), .delete(let id), .addReminder(let id, _),
            .removeReminder(let id, _), .snoozeReminder(let id, _, _), .markReminderSent(let id, _, _),
            .spawnOccurrence(let id, _, _):
            id
        case .create, .createTag, .updateTag, .deleteTag: nil
        }
    }

    /// True when the decision looks at the user's tags.
    var concernsTags: Bool {
        switch self {
        case .create, .update, .createTag, .updateTag, .deleteTag: true
        default: false
        }
    }
}

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
    /// Move the reminders that follow the due date to where the present rules put them.
    case replanReminders(TaskID)
    /// Make the next task of the series of one that was completed at an instant.
    case spawnOccurrence(of: TaskID, due: DueDate, completedAt: Timestamp)
    /// Make the next occurrence of a series whose time has come, after the one given.
    case advanceSeries(after: TaskID)
    /// Be done with an occurrence without doing it.
    case skip(TaskID)
    /// Make no further occurrence of the task's series for now.
    case pauseSeries(TaskID)
    /// Go on with the task's series.
    case resumeSeries(TaskID)
    /// Take a completion back, and with it the occurrence that it made.
    case undo(TaskID)
    /// Make a tag.
    case createTag(TagInput)
    /// Rename or colour a tag.
    case updateTag(name: String, TagInput)
    /// Delete a tag and take it from every task.
    case deleteTag(name: String)
    /// Make one tag of two: tasks of the first get the second.
    case mergeTag(name: String, into: String)
    /// Change the user's settings.
    case changeSettings(SettingsInput)
    /// Save a filter.
    case createFilter(SavedFilterInput)
    /// Change a saved filter.
    case updateFilter(name: String, SavedFilterInput)
    /// Delete a saved filter.
    case deleteFilter(name: String)
    /// Take a task, with the subtasks that were deleted with it, out of the trash.
    case restore(TaskID)
    /// Take tasks out of the trash for good.
    case purge([TaskID])
    /// Take the user's last change back.
    case undoLast
    /// Take a task out of a file, under the identity that it has here, unless one with its identity in files is there;
    /// a restored one stays as it was, another one gets the reminders that the settings ask for.
    case importTask(TodoTask, isRestored: Bool)
    /// Take the settings out of a file, unless the user has changed them.
    case importSettings(UserSettings)

    /// The task that the command is about, nil when it makes one or concerns none.
    var taskID: TaskID? {
        switch self {
        case .update(let id, _), .toggle(let id), .delete(let id), .addReminder(let id, _),
            .removeReminder(let id, _), .snoozeReminder(let id, _, _), .markReminderSent(let id, _, _),
            .replanReminders(let id), .spawnOccurrence(let id, _, _), .advanceSeries(let id), .skip(let id),
            .pauseSeries(let id),
            .resumeSeries(let id), .undo(let id):
            id
        case .importTask(let task, _): task.id
        case .create, .createTag, .updateTag, .deleteTag, .mergeTag, .changeSettings, .createFilter, .updateFilter,
            .deleteFilter, .restore, .purge, .undoLast, .importSettings:
            nil
        }
    }
}

public import CivilTime

/// Payload of the topic `task-updates`: one change as the user's devices need it.
public struct TaskUpdate: Hashable, Codable, Sendable {
    /// Where the command came from.
    public enum SourceClient: String, Codable, Sendable, CaseIterable {
        /// The web client.
        case web
        /// A mobile client.
        case mobile
        /// Any other client, and the services themselves.
        case api
    }

    /// Always `sync`.
    public enum EventType: String, Codable, Sendable {
        /// Bring replicas up to date.
        case sync
    }

    /// Always `sync`.
    public var eventType: EventType = .sync
    /// The task, 0 when the change concerns none.
    public var taskID: TaskID
    /// Whose task it is.
    public var userID: UserID
    /// What replicas must change.
    public var changes: SyncChanges
    /// Where the command came from.
    public var sourceClient: SourceClient
    /// When it happened.
    public var timestamp: Timestamp
    /// What the change was.
    public var kind: Change.Kind
    /// Follows the command through every service.
    public var correlationID: String
    /// The reminder to show, when the change is a reminder that fired.
    public var notification: ReminderNotification?
    /// What the client called the command that made the change; nil when it gave it no name, or a service asked.
    public var mutationID: String?
    /// The history that the event's sequence counts in, said as it is published; nil in the store, which has one.
    public var epoch: String?

    /// An update with every field given.
    public init(
        taskID: TaskID, userID: UserID, changes: SyncChanges, sourceClient: SourceClient, timestamp: Timestamp,
        kind: Change.Kind, correlationID: String, notification: ReminderNotification? = nil,
        mutationID: String? = nil
    ) {
        self.taskID = taskID
        self.userID = userID
        self.changes = changes
        self.sourceClient = sourceClient
        self.timestamp = timestamp
        self.kind = kind
        self.correlationID = correlationID
        self.notification = notification
        self.mutationID = mutationID
    }

    private enum CodingKeys: String, CodingKey {
        case changes, timestamp, kind, notification, epoch
        case eventType = "event_type"
        case taskID = "task_id"
        case userID = "user_id"
        case sourceClient = "source_client"
        case correlationID = "correlation_id"
        case mutationID = "mutation_id"
    }
}

/// What a replica of a user's tasks must change: renamed tag and removed tag first, then tags, tasks and the rest.
///
/// A rename or removal of a tag also raises the version of each task that carries it by one.
public struct SyncChanges: Hashable, Codable, Sendable {
    /// Tags that now are these.
    public var tags: [Tag]?
    /// A tag that has a new name, in every task too.
    public var renamedTag: TagRename?
    /// Name of a tag that is gone, from every task too.
    public var removedTag: String?
    /// The task that now is this, with all its reminders under `reminders`.
    public var task: TaskDocument?
    /// All the task's reminders.
    public var reminders: [Reminder]?
    /// True when the task is gone.
    public var deleted: Bool?
    /// Another task, which is gone with its reminders.
    public var withdrawnTask: TaskID?
    /// The user's settings, which now are these.
    public var settings: UserSettings?
    /// Further tasks that now are these.
    public var otherTasks: [SyncTask]?
    /// Further tasks that are gone with their reminders.
    public var removedTasks: [TaskID]?
    /// Saved filters that now are these.
    public var savedFilters: [SavedFilter]?
    /// Folded names of saved filters that are gone.
    public var removedFilters: [String]?
    /// Tasks that now are in the trash.
    public var trashed: [TrashedTaskDocument]?
    /// Tasks that are in the trash no longer.
    public var untrashed: [TaskID]?

    /// Changes to nothing.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case tags, task, reminders, deleted, settings, trashed, untrashed
        case renamedTag = "renamed_tag"
        case removedTag = "removed_tag"
        case withdrawnTask = "withdrawn_task"
        case otherTasks = "other_tasks"
        case removedTasks = "removed_tasks"
        case savedFilters = "saved_filters"
        case removedFilters = "removed_filters"
    }
}

/// A task with its reminders.
public struct SyncTask: Hashable, Codable, Sendable {
    /// The task.
    public var task: TaskDocument
    /// All the task's reminders.
    public var reminders: [Reminder]

    /// The client's view of a task and of its reminders.
    public init(_ task: TodoTask) {
        self.task = TaskDocument(task)
        reminders = task.reminders
    }
}

/// The old and the new name of a tag.
public struct TagRename: Hashable, Codable, Sendable {
    /// The old name.
    public var from: String
    /// The new name.
    public var to: String

    /// A rename.
    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}

/// A reminder that fired, as shown to the user.
public struct ReminderNotification: Hashable, Codable, Sendable {
    /// Which reminder.
    public var reminderID: ReminderID
    /// The task.
    public var taskID: TaskID
    /// The task's title.
    public var title: String
    /// Due date of the task as entered, null when none.
    public var dueDate: String?
    /// When it was to be shown.
    public var remindAt: Timestamp
    /// When it was sent.
    public var sentAt: Timestamp

    /// A notification with every field given.
    public init(
        reminderID: ReminderID, taskID: TaskID, title: String, dueDate: String?, remindAt: Timestamp,
        sentAt: Timestamp
    ) {
        self.reminderID = reminderID
        self.taskID = taskID
        self.title = title
        self.dueDate = dueDate
        self.remindAt = remindAt
        self.sentAt = sentAt
    }

    private enum CodingKeys: String, CodingKey {
        case title
        case reminderID = "reminder_id"
        case taskID = "task_id"
        case dueDate = "due_date"
        case remindAt = "remind_at"
        case sentAt = "sent_at"
    }

    /// Encodes every field, an absent due date as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reminderID, forKey: .reminderID)
        try container.encode(taskID, forKey: .taskID)
        try container.encode(title, forKey: .title)
        try container.encode(dueDate, forKey: .dueDate)
        try container.encode(remindAt, forKey: .remindAt)
        try container.encode(sentAt, forKey: .sentAt)
    }
}

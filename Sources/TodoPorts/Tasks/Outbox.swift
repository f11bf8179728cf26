public import ServicePorts
public import TodoDomain

/// One event waiting to be published, on its topic.
public enum OutboxMessage: Sendable, Equatable {
    /// For the topic `task-events`.
    case taskEvent(CloudEvent<TaskEvent>)
    /// For the topic `reminders`.
    case reminder(CloudEvent<ReminderEvent>)
    /// For the topic `task-updates`.
    case taskUpdate(CloudEvent<TaskUpdate>)

    /// Name of the topic that the event is for.
    public var topicName: String {
        switch self {
        case .taskEvent: TodoTopics.taskEvents.name
        case .reminder: TodoTopics.reminders.name
        case .taskUpdate: TodoTopics.taskUpdates.name
        }
    }
}

/// An outbox row.
public struct OutboxEntry: Sendable, Equatable {
    /// Identity, increasing in commit order.
    public let id: Int64
    /// Whose change the event tells of.
    public let userID: UserID
    /// The event.
    public let message: OutboxMessage

    /// A row with every field given.
    public init(id: Int64, userID: UserID, message: OutboxMessage) {
        self.id = id
        self.userID = userID
        self.message = message
    }
}

/// Rows read together.
public struct OutboxBatch: Sendable, Equatable {
    /// The rows, oldest first.
    public let entries: [OutboxEntry]
    /// What to wait from for more rows than these.
    public let version: Int64

    /// A batch with every field given.
    public init(entries: [OutboxEntry], version: Int64) {
        self.entries = entries
        self.version = version
    }
}

/// The topics of the system.
public enum TodoTopics {
    /// What happened to tasks.
    public static let taskEvents: Topic<TaskEvent> = .init("task-events")
    /// Reminders to schedule and to cancel.
    public static let reminders: Topic<ReminderEvent> = .init("reminders")
    /// Changes for the users' devices.
    public static let taskUpdates: Topic<TaskUpdate> = .init("task-updates")
}

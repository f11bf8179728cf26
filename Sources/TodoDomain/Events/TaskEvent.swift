public import CivilTime

/// Payload of the topic `task-events`: what happened to a task, for the services that act on it.
public struct TaskEvent: Hashable, Codable, Sendable {
    /// What happened, in the specification's words.
    public enum EventType: String, Codable, Sendable {
        /// A task was made.
        case created
        /// A task, its reminders or a tag changed.
        case updated
        /// A task was done.
        case completed
        /// A task was deleted.
        case deleted
    }

    /// What happened.
    public var eventType: EventType
    /// The task, 0 when the change concerns none.
    public var taskID: TaskID
    /// Whose task it is.
    public var userID: UserID
    /// The task after the change (before it, when deleted); null when the change concerns no task.
    public var taskData: TaskData?
    /// When it happened.
    public var timestamp: Timestamp
    /// Follows the command through every service.
    public var correlationID: String
    /// The whole change, from which the user's state can be rebuilt.
    public var change: Change

    /// An event with every field given.
    public init(
        eventType: EventType, taskID: TaskID, userID: UserID, taskData: TaskData?, timestamp: Timestamp,
        correlationID: String, change: Change
    ) {
        self.eventType = eventType
        self.taskID = taskID
        self.userID = userID
        self.taskData = taskData
        self.timestamp = timestamp
        self.correlationID = correlationID
        self.change = change
    }

    private enum CodingKeys: String, CodingKey {
        case timestamp, change
        case eventType = "event_type"
        case taskID = "task_id"
        case userID = "user_id"
        case taskData = "task_data"
        case correlationID = "correlation_id"
    }

    /// Encodes every field, absent task data as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(eventType, forKey: .eventType)
        try container.encode(taskID, forKey: .taskID)
        try container.encode(userID, forKey: .userID)
        try container.encode(taskData, forKey: .taskData)
        try container.encode(timestamp, forKey: .timestamp)
        try container.encode(correlationID, forKey: .correlationID)
        try container.encode(change, forKey: .change)
    }
}

public import CivilTime

/// A task as clients see it: the JSON shape of the REST surface and of synchronised changes.
public struct TaskDocument: Hashable, Codable, Sendable {
    /// Identity.
    public let id: TaskID
    /// Whose task it is.
    public var userID: UserID
    /// What to do.
    public let title: String
    /// Details; empty when none.
    public let description: String
    /// True when done.
    public let completed: Bool
    /// How much it matters.
    public let priority: Priority
    /// Due date as entered, null when none.
    public let dueDate: String?
    /// IANA zone of the due date, null when floating or at a fixed offset.
    public let timeZone: String?
    /// Instant of the first reminder, null when none.
    public let reminderAt: Timestamp?
    /// Recurrence rule, null when the task does not repeat.
    public let recurringPattern: String?
    /// Due date of the occurrence after this one, null when the task does not repeat.
    public let nextOccurrence: String?
    /// Place in the series, absent when the task does not repeat.
    public let series: SeriesDocument?
    /// The task that it is a subtask of, absent when of none.
    public let parentID: TaskID?
    /// Names of its tags.
    public private(set) var tags: [String]
    /// Number of the task's state, also its entity tag.
    public private(set) var version: Int64
    /// When it was created.
    public let createdAt: Timestamp
    /// When it last changed.
    public let updatedAt: Timestamp

    /// The client's view of a task.
    public init(_ task: TodoTask) {
        id = task.id
        userID = task.userID
        title = task.title
        description = task.description
        completed = task.isCompleted
        priority = task.priority
        dueDate = task.due?.text
        timeZone = task.due?.zoneName
        reminderAt = task.firstReminder?.remindAt
        recurringPattern = task.series?.rule.text
        nextOccurrence = task.nextOccurrence?.text
        series = SeriesDocument(task)
        parentID = task.parentID
        tags = task.tags
        version = task.version
        createdAt = task.createdAt
        updatedAt = task.updatedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, description, completed, priority, tags, version, series
        case userID = "user_id"
        case dueDate = "due_date"
        case timeZone = "time_zone"
        case reminderAt = "reminder_at"
        case recurringPattern = "recurring_pattern"
        case nextOccurrence = "next_occurrence"
        case parentID = "parent_id"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// Encodes every field, absent values as null, so that clients need not guess which fields exist; only the place
    /// in a series is left out of tasks that do not repeat, and the parent of tasks that are no subtasks.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(userID, forKey: .userID)
        try container.encode(title, forKey: .title)
        try container.encode(description, forKey: .description)
        try container.encode(completed, forKey: .completed)
        try container.encode(priority, forKey: .priority)
        try container.encode(dueDate, forKey: .dueDate)
        try container.encode(timeZone, forKey: .timeZone)
        try container.encode(reminderAt, forKey: .reminderAt)
        try container.encode(recurringPattern, forKey: .recurringPattern)
        try container.encode(nextOccurrence, forKey: .nextOccurrence)
        try container.encodeIfPresent(series, forKey: .series)
        try container.encodeIfPresent(parentID, forKey: .parentID)
        try container.encode(tags, forKey: .tags)
        try container.encode(version, forKey: .version)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(updatedAt, forKey: .updatedAt)
    }
}

extension TodoTask {
    /// Due date of the occurrence after this one, nil when the task does not repeat.
    public var nextOccurrence: DueDate? {
        guard let due, let series else { return nil }
        return series.next(after: due)
    }
}

extension TaskDocument {
    /// This document with the tag of that folded name renamed, or taken off when nil; the version rises by one.
    public func renaming(tag key: String, to newName: String?) -> TaskDocument {
        var copy = self
        copy.tags = tags.renaming(tag: key, to: newName)
        copy.version += 1
        return copy
    }
}

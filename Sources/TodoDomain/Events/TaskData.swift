/// The task inside a task event, in the specification's fields.
public struct TaskData: Hashable, Codable, Sendable {
    /// How the task repeats.
    public struct Recurring: Hashable, Codable, Sendable {
        /// True when it repeats.
        public var enabled: Bool
        /// The rule, null when it does not repeat.
        public var pattern: String?
        /// Due date of the next occurrence, null when there is none.
        public var nextOccurrence: String?

        private enum CodingKeys: String, CodingKey {
            case enabled, pattern
            case nextOccurrence = "next_occurrence"
        }

        /// How a task repeats.
        public init(_ task: TodoTask) {
            enabled = task.series != nil
            pattern = task.series?.rule.text
            nextOccurrence = task.nextOccurrence?.text
        }

        /// Encodes every field, absent values as null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(enabled, forKey: .enabled)
            try container.encode(pattern, forKey: .pattern)
            try container.encode(nextOccurrence, forKey: .nextOccurrence)
        }
    }

    /// What to do.
    public var title: String
    /// Details.
    public var description: String
    /// True when done.
    public var completed: Bool
    /// How much it matters.
    public var priority: Priority
    /// Due date as entered, null when none.
    public var dueDate: String?
    /// Names of its tags.
    public var tags: [String]
    /// How it repeats.
    public var recurring: Recurring

    private enum CodingKeys: String, CodingKey {
        case title, description, completed, priority, tags, recurring
        case dueDate = "due_date"
    }

    /// The event's view of a task.
    public init(_ task: TodoTask) {
        title = task.title
        description = task.description
        completed = task.isCompleted
        priority = task.priority
        dueDate = task.due?.text
        tags = task.tags
        recurring = Recurring(task)
    }

    /// Encodes every field, absent values as null, so that consumers need not guess which fields exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(description, forKey: .description)
        try container.encode(completed, forKey: .completed)
        try container.encode(priority, forKey: .priority)
        try container.encode(dueDate, forKey: .dueDate)
        try container.encode(tags, forKey: .tags)
        try container.encode(recurring, forKey: .recurring)
    }
}

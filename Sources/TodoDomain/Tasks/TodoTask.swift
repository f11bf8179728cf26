public import CivilTime

/// One thing to do, with its reminders: the unit that is stored, versioned and sent whole in changes.
public struct TodoTask: Hashable, Codable, Sendable {
    /// Identity.
    public private(set) var id: TaskID
    /// Whose task it is.
    public private(set) var userID: UserID
    /// What to do, 1 to 200 characters.
    public var title: String
    /// Details, at most 1,000 characters; empty when none.
    public var description: String
    /// How much it matters.
    public var priority: Priority
    /// When it is due, nil when at no time.
    public var due: DueDate?
    /// Its place in a recurring series, nil when it does not repeat; present only with a due date.
    public var series: Series?
    /// The task that it is a subtask of, nil when of none; that one is no subtask itself.
    public var parentID: TaskID?
    /// Names of its tags in the order given, unique ignoring case.
    public var tags: [String]
    /// Its reminders by identity.
    public var reminders: [Reminder]
    /// When it was completed, nil while open.
    public var completedAt: Timestamp?
    /// 1 at creation, one more with each change of the task.
    public var version: Int64
    /// When it was created.
    public var createdAt: Timestamp
    /// When it last changed.
    public var updatedAt: Timestamp
    /// Its identity in the file that it was imported from, the same wherever it goes; nil for a task made here.
    public var uid: String?

    /// A task with every field given.
    public init(
        id: TaskID, userID: UserID, title: String, description: String = "", priority: Priority = .medium,
        due: DueDate? = nil, series: Series? = nil, parentID: TaskID? = nil, tags: [String] = [],
        reminders: [Reminder] = [], completedAt: Timestamp? = nil, version: Int64 = 1, createdAt: Timestamp,
        updatedAt: Timestamp, uid: String? = nil
    ) {
        self.id = id
        self.userID = userID
        self.title = title
        self.description = description
        self.priority = priority
        self.due = due
        self.series = series
        self.parentID = parentID
        self.tags = tags
        self.reminders = reminders
        self.completedAt = completedAt
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.uid = uid
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, description, priority, due, series, tags, reminders, version, uid
        case userID = "user_id"
        case parentID = "parent_id"
        case completedAt = "completed_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// True when the task is done.
    public var isCompleted: Bool { completedAt != nil }

    /// The reminder shown as the task's own: the earliest pending one, else the earliest of all.
    public var firstReminder: Reminder? { TodoTask.first(of: reminders) }

    /// The same among those that the user made.
    public var firstOwnReminder: Reminder? { TodoTask.first(of: reminders.filter { !$0.isAutomatic }) }

    private static func first(of reminders: [Reminder]) -> Reminder? {
        let order: (Reminder, Reminder) -> Bool = { ($0.remindAt, $0.id) < ($1.remindAt, $1.id) }
        return reminders.filter { $0.status == .pending }.min(by: order) ?? reminders.min(by: order)
    }
}

extension TodoTask {
    /// The same task under other identities, its own and those of its series and reminders, as another user's.
    public func identified(
        by identify: (TaskID) -> TaskID, reminders identifyReminder: (ReminderID) -> ReminderID, of userID: UserID
    ) -> TodoTask {
        var task = self
        task.id = identify(id)
        task.userID = userID
        task.parentID = parentID.map(identify)
        task.series?.id = series?.id.map(identify)
        task.series?.predecessorID = series?.predecessorID.map(identify)
        task.reminders = reminders.map { $0.identified(as: identifyReminder($0.id)) }
        return task
    }

    /// Its identity in files: that of the file it came from, else one that no task of another store has.
    public func universalID(epoch: String) -> String {
        uid ?? "task-\(id)@\(epoch)"
    }
}

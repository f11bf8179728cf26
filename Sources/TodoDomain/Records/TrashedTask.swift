public import CivilTime

/// A deleted task with the subtasks that went with it, kept for a while so that it can come back.
public struct TrashedTask: Hashable, Codable, Sendable {
    /// How long a task stays in the trash, in milliseconds: thirty days.
    public static let keptMilliseconds: Int64 = 30 * 86_400_000
    /// The most tasks in one user's trash; the oldest make room.
    public static let mostPerUser: Int = 500

    /// The task as it was.
    public var task: TodoTask
    /// The subtasks that were deleted with it.
    public var subtasks: [TodoTask]
    /// When they were deleted.
    public var deletedAt: Timestamp

    /// A task that was deleted at an instant.
    public init(task: TodoTask, subtasks: [TodoTask] = [], deletedAt: Timestamp) {
        self.task = task
        self.subtasks = subtasks
        self.deletedAt = deletedAt
    }

    private enum CodingKeys: String, CodingKey {
        case task, subtasks
        case deletedAt = "deleted_at"
    }

    /// When the task is gone for good.
    public var expiresAt: Timestamp { deletedAt.adding(milliseconds: TrashedTask.keptMilliseconds) }
}

/// A task in the trash as clients see it.
public struct TrashedTaskDocument: Hashable, Codable, Sendable {
    /// The task as it was.
    public let task: TaskDocument
    /// The subtasks that come back with it.
    public let subtasks: [TaskDocument]
    /// When it was deleted.
    public let deletedAt: Timestamp
    /// When it is gone for good.
    public let expiresAt: Timestamp

    /// The client's view of a task in the trash.
    public init(_ trashed: TrashedTask) {
        task = TaskDocument(trashed.task)
        subtasks = trashed.subtasks.map(TaskDocument.init)
        deletedAt = trashed.deletedAt
        expiresAt = trashed.expiresAt
    }

    private enum CodingKeys: String, CodingKey {
        case task, subtasks
        case deletedAt = "deleted_at"
        case expiresAt = "expires_at"
    }
}

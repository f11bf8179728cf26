public import CivilTime
public import TodoDomain

/// What to read of one user before a decision.
public struct SnapshotRequest: Sendable, Equatable {
    /// Whose data.
    public var userID: UserID
    /// Task to read, if any.
    public var taskID: TaskID?
    /// Task whose successor to look up, if any.
    public var successorOf: TaskID?
    /// True to read which occurrences were made of the task's series, or of the one that the task would begin.
    public var includesOccurrences: Bool
    /// True to read the user's tags.
    public var includesTags: Bool
    /// Another task to read, which one is or may become a subtask of.
    public var parentID: TaskID?
    /// Tasks whose subtasks to read.
    public var subtasksOf: [TaskID] = []
    /// Records to read, but for those that cannot be there.
    public var recordIDs: [UserRecord.ID] = [] {
        didSet { recordIDs.removeAll { !$0.isPossible } }
    }
    /// A kind of records to count, with the oldest of them.
    public var countedRecords: UserRecord.Kind?
    /// True to read what takes the user's last change back.
    public var includesUndo: Bool = false
    /// Idempotency key to look up, if any.
    public var idempotencyKey: String?
    /// Identity in files whose task to look up, if any.
    public var uid: String?

    /// How many of the oldest records come with their number.
    public static let oldestRecords: Int = 8

    /// A request for the user's sequence and whatever else is named.
    public init(
        userID: UserID, taskID: TaskID? = nil, successorOf: TaskID? = nil, includesOccurrences: Bool = false,
        includesTags: Bool = false, idempotencyKey: String? = nil, uid: String? = nil
    ) {
        self.userID = userID
        self.taskID = taskID
        self.successorOf = successorOf
        self.includesOccurrences = includesOccurrences
        self.includesTags = includesTags
        self.idempotencyKey = idempotencyKey
        self.uid = uid
    }
}

/// One user's data at one instant.
public struct TaskSnapshot: Sendable, Equatable {
    /// Sequence of the user's last change.
    public var sequence: Int64
    /// The task asked for, nil when the user has none of that identity.
    public var task: TodoTask?
    /// Identity of the task that was made to follow the one asked for, also when it was changed or deleted since.
    public var successorID: TaskID?
    /// That task as it is now; nil when it is gone.
    public var successor: TodoTask?
    /// The occurrences of the task's series that were ever made, by reading, also those deleted since; empty when not
    /// asked for.
    public var occurrences: [CivilDateTime: TaskID]
    /// The user's tags, empty when not asked for.
    public var tags: [Tag]
    /// What the user prefers.
    public var settings: UserSettings
    /// The parent asked for; nil when the user has no such task.
    public var parent: TodoTask?
    /// The subtasks of the tasks asked for, by identity.
    public var subtasks: [TodoTask] = []
    /// Of the records asked for, those that the user has.
    public var records: [UserRecord] = []
    /// How many records the user has of the kind to count.
    public var recordCount: Int = 0
    /// The oldest few of those records.
    public var oldestRecords: [UserRecord] = []
    /// What takes the user's last change back; nil when there is none, or when it was not asked for.
    public var undo: UndoStep?
    /// What was recorded under the idempotency key.
    public var idempotency: IdempotencyRecord?
    /// The task that has the identity in files which was asked for, nil when none has it.
    public var holderOfUID: TaskID?

    /// A snapshot with every part given.
    public init(
        sequence: Int64, task: TodoTask? = nil, successorID: TaskID? = nil, successor: TodoTask? = nil,
        occurrences: [CivilDateTime: TaskID] = [:], tags: [Tag] = [], settings: UserSettings = .initial,
        idempotency: IdempotencyRecord? = nil, holderOfUID: TaskID? = nil
    ) {
        self.sequence = sequence
        self.task = task
        self.successorID = successorID
        self.successor = successor
        self.occurrences = occurrences
        self.tags = tags
        self.settings = settings
        self.idempotency = idempotency
        self.holderOfUID = holderOfUID
    }
}

public import CivilTime
public import TodoDomain

/// The memory of one command, so that repeating it has one effect and the same answer.
public struct IdempotencyRecord: Hashable, Codable, Sendable {
    /// Key given by the client, unique per user.
    public var key: String
    /// Digest of the command: the same key with another command is an error.
    public var fingerprint: String
    /// What the command answered.
    public var outcome: CommandOutcome
    /// When it was recorded.
    public var recordedAt: Timestamp

    /// A record with every field given.
    public init(key: String, fingerprint: String, outcome: CommandOutcome, recordedAt: Timestamp) {
        self.key = key
        self.fingerprint = fingerprint
        self.outcome = outcome
        self.recordedAt = recordedAt
    }
}

/// What a command answered.
public struct CommandOutcome: Hashable, Codable, Sendable {
    /// Sequence of the change that the command made, nil when nothing needed to change.
    public var sequence: Int64?
    /// The task after the command; before it, when the command deleted it.
    public var task: TodoTask?
    /// The tag after the command; before it, when the command deleted it.
    public var tag: Tag?
    /// The user's settings after the command.
    public var settings: UserSettings?
    /// The saved filter after the command; before it, when the command deleted it.
    public var savedFilter: SavedFilter?
    /// How many tasks the command took out of the trash for good.
    public var purgedCount: Int?
    /// The task that an undo took away.
    public var removedTaskID: TaskID?
    /// The reminder that the command was about.
    public var reminder: Reminder?
    /// The next task of the series that the command asked for; it may be gone by now.
    public var successorID: TaskID?
    /// When the occurrence that was asked for is due, where its time has not come.
    public var nextDueAt: Timestamp?

    /// An outcome of those parts.
    public init(
        sequence: Int64? = nil, task: TodoTask? = nil, tag: Tag? = nil, settings: UserSettings? = nil,
        savedFilter: SavedFilter? = nil, purgedCount: Int? = nil, removedTaskID: TaskID? = nil,
        reminder: Reminder? = nil, successorID: TaskID? = nil, nextDueAt: Timestamp? = nil
    ) {
        self.sequence = sequence
        self.task = task
        self.tag = tag
        self.settings = settings
        self.savedFilter = savedFilter
        self.purgedCount = purgedCount
        self.removedTaskID = removedTaskID
        self.reminder = reminder
        self.successorID = successorID
        self.nextDueAt = nextDueAt
    }
}

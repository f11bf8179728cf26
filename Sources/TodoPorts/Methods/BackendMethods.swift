public import CivilTime
public import ServicePorts
public import TodoDomain

/// What other services ask of the task service.
public enum BackendMethods {
    /// Application id of the service that owns tasks.
    public static let serviceName: String = "backend-service"

    /// Marks a reminder as shown, if it still is to be shown.
    public static let markReminderSent: ServiceMethod<MarkReminderSent, ReminderSentAnswer> =
        .init(service: serviceName, name: "mark-reminder-sent")

    /// Makes the next task of a series, if its predecessor is done and has no successor.
    public static let spawnOccurrence: ServiceMethod<SpawnOccurrence, SpawnOccurrenceAnswer> =
        .init(service: serviceName, name: "spawn-occurrence")

    /// Makes the occurrence of a series whose time has come, if it advances by the clock.
    public static let advanceSeries: ServiceMethod<AdvanceSeries, AdvanceSeriesAnswer> =
        .init(service: serviceName, name: "advance-series")

    /// Series whose next occurrence is due by the clock and was not made.
    public static let overdueSeries: ServiceMethod<OverdueSeries, OverdueSeriesAnswer> =
        .init(service: serviceName, name: "overdue-series")

    /// Reminders that are late or about to come.
    public static let sweepReminders: ServiceMethod<SweepReminders, SweepRemindersAnswer> =
        .init(service: serviceName, name: "sweep-reminders")

    /// A user's updates after a position.
    public static let updatesSince: ServiceMethod<UpdatesSince, UpdatesSinceAnswer> =
        .init(service: serviceName, name: "updates-since")

    /// What was revoked since.
    public static let revocationsSince: ServiceMethod<RevocationsSince, RevocationsSinceAnswer> =
        .init(service: serviceName, name: "revocations-since")

    /// The API token of an id, whose secret the asker checks itself.
    public static let readToken: ServiceMethod<ReadAPIToken, ReadAPITokenAnswer> =
        .init(service: serviceName, name: "read-token")
}

/// Asks to mark a reminder as shown.
public struct MarkReminderSent: Hashable, Codable, Sendable {
    /// Whose reminder.
    public var userID: UserID
    /// The task.
    public var taskID: TaskID
    /// The reminder.
    public var reminderID: ReminderID
    /// The instant for which it was scheduled: a reminder moved since is not sent.
    public var remindAt: Timestamp
    /// Follows the command that made the reminder.
    public var correlationID: String

    /// A request with every field given.
    public init(
        userID: UserID, taskID: TaskID, reminderID: ReminderID, remindAt: Timestamp, correlationID: String
    ) {
        self.userID = userID
        self.taskID = taskID
        self.reminderID = reminderID
        self.remindAt = remindAt
        self.correlationID = correlationID
    }
}

/// What became of a reminder.
public enum ReminderSentAnswer: String, Codable, Sendable {
    /// It is sent, now or by an earlier request.
    case sent
    /// It is not to be sent any more: its task is done or gone, or the reminder was moved or removed.
    case notWanted = "not_wanted"
    /// Its instant has not come by the task service's clock; ask again later.
    case tooEarly = "too_early"
}

/// Asks for the next task of a series.
public struct SpawnOccurrence: Hashable, Codable, Sendable {
    /// Whose series.
    public var userID: UserID
    /// The completed occurrence.
    public var predecessorID: TaskID
    /// When the successor is due.
    public var due: DueDate
    /// The completion that asks for it: one that was taken back since asks for nothing.
    public var completedAt: Timestamp
    /// Follows the command that completed the predecessor.
    public var correlationID: String

    /// A request with every field given.
    public init(userID: UserID, predecessorID: TaskID, due: DueDate, completedAt: Timestamp, correlationID: String) {
        self.userID = userID
        self.predecessorID = predecessorID
        self.due = due
        self.completedAt = completedAt
        self.correlationID = correlationID
    }
}

/// What became of a request for a successor.
public struct SpawnOccurrenceAnswer: Hashable, Codable, Sendable {
    /// The successor, new or from before; nil when none is wanted: the predecessor is gone, repeats no more, or is not
    /// done since the instant that the request names.
    public var successorID: TaskID?

    /// An answer of that successor.
    public init(successorID: TaskID?) {
        self.successorID = successorID
    }
}

/// Asks for a user's updates.
public struct UpdatesSince: Hashable, Codable, Sendable {
    /// Whose updates.
    public var userID: UserID
    /// Sequence of the last update that the asker has; nil to learn the head only.
    public var sequence: Int64?
    /// The most updates to answer.
    public var limit: Int

    /// A request with every field given.
    public init(userID: UserID, sequence: Int64?, limit: Int) {
        self.userID = userID
        self.sequence = sequence
        self.limit = limit
    }
}

/// A user's updates with the epoch that their sequences count in.
public struct UpdatesSinceAnswer: Codable, Sendable, Equatable {
    /// Identity of the history.
    public var epoch: String
    /// The updates.
    public var page: UpdatePage

    /// An answer with every field given.
    public init(epoch: String, page: UpdatePage) {
        self.epoch = epoch
        self.page = page
    }
}

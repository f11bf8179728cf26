public import CivilTime

/// One promise to remind a user of a task, at an instant of its own or at one that follows the due date.
public struct Reminder: Hashable, Sendable {
    /// Where the promise stands.
    public enum Status: String, Codable, Sendable {
        /// Waiting for its instant.
        case pending
        /// Shown to the user.
        case sent
        /// Given up on.
        case failed
        /// Withdrawn for now; a new reminder takes its place when it is wanted again in time.
        case cancelled
    }

    /// Why a reminder was withdrawn.
    public enum CancellationReason: String, Codable, Sendable {
        /// Its task was completed.
        case taskCompleted = "task_completed"
        /// It follows a due date that its task has no longer.
        case noDueDate = "no_due_date"
        /// It follows a due date to an instant that had passed already.
        case passed
        /// The settings had made it, and ask for none of its sort by now.
        case switchedOff = "switched_off"
    }

    /// Identity.
    public private(set) var id: ReminderID
    /// When to remind.
    public var remindAt: Timestamp
    /// Where the promise stands.
    public var status: Status
    /// When it was sent, nil before.
    public var sentAt: Timestamp?
    /// Its distance to the due date that it follows; nil when its instant is its own.
    public var offset: ReminderOffset?
    /// True when the user's settings made it and not the user.
    public var isAutomatic: Bool
    /// The instant that it had before it was snoozed for the first time; nil when it was not.
    public var snoozedFrom: Timestamp?
    /// Why it was withdrawn; nil when it was not, or before reasons were kept.
    public var cancelledBecause: CancellationReason?

    /// A reminder with every field given.
    public init(
        id: ReminderID, remindAt: Timestamp, status: Status = .pending, sentAt: Timestamp? = nil,
        offset: ReminderOffset? = nil, isAutomatic: Bool = false, snoozedFrom: Timestamp? = nil,
        cancelledBecause: CancellationReason? = nil
    ) {
        self.id = id
        self.remindAt = remindAt
        self.status = status
        self.sentAt = sentAt
        self.offset = offset
        self.isAutomatic = isAutomatic
        self.snoozedFrom = snoozedFrom
        self.cancelledBecause = cancelledBecause
    }
}

extension Reminder {
    /// The same reminder under another identity.
    func identified(as id: ReminderID) -> Reminder {
        var reminder = self
        reminder.id = id
        return reminder
    }

    /// True when its instant is reckoned from the due date: a snoozed reminder keeps the instant that it was given.
    public var followsDue: Bool { offset != nil && snoozedFrom == nil }

    /// How long after its instant it was sent, in milliseconds; nil before.
    public var latenessMilliseconds: Int64? {
        sentAt.map { max(0, $0.duration(since: remindAt).wholeMilliseconds) }
    }

    /// Withdraws the reminder for that reason.
    public mutating func cancel(because reason: CancellationReason) {
        status = .cancelled
        cancelledBecause = reason
    }
}

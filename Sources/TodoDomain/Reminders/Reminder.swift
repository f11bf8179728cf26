public import CivilTime

/// One promise to remind a user of a task at an instant.
public struct Reminder: Hashable, Codable, Sendable {
    /// Where the promise stands.
    public enum Status: String, Codable, Sendable {
        /// Waiting for its instant.
        case pending
        /// Shown to the user.
        case sent
        /// Given up on.
        case failed
        /// Withdrawn because its task was completed; a new reminder takes its place if the task is reopened in time.
        case cancelled
    }

    /// Identity.
    public let id: ReminderID
    /// When to remind.
    public var remindAt: Timestamp
    /// Where the promise stands.
    public var status: Status
    /// When it was sent, nil before.
    public var sentAt: Timestamp?

    /// A reminder with every field given.
    public init(id: ReminderID, remindAt: Timestamp, status: Status = .pending, sentAt: Timestamp? = nil) {
        self.id = id
        self.remindAt = remindAt
        self.status = status
        self.sentAt = sentAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, status
        case remindAt = "remind_at"
        case sentAt = "sent_at"
    }
}

public import TodoDomain

/// Asks for reminders that are late or about to come, of all users, and has those moved that stand at another instant
/// than they should.
public struct SweepReminders: Hashable, Codable, Sendable {
    /// The place after which to look on; nil from the beginning.
    public var after: ReminderPlace?
    /// True to look at reminders however far away; false for those of the next days.
    public var isComplete: Bool
    /// The most reminders to look at.
    public var limit: Int

    /// A request with every field given.
    public init(after: ReminderPlace?, isComplete: Bool, limit: Int) {
        self.after = after
        self.isComplete = isComplete
        self.limit = limit
    }
}

/// The reminders that were found, and where to look on.
public struct SweepRemindersAnswer: Hashable, Codable, Sendable {
    /// What the job of each reminder carried that should have come some time ago.
    public var lost: [ReminderEvent]
    /// What the job of each reminder carries that is about to come.
    public var upcoming: [ReminderEvent]
    /// From where to look on; nil when all were looked at.
    public var next: ReminderPlace?
    /// Version of the zone data that was used.
    public var zoneDataVersion: String

    /// An answer with every field given.
    public init(
        lost: [ReminderEvent], upcoming: [ReminderEvent], next: ReminderPlace?, zoneDataVersion: String
    ) {
        self.lost = lost
        self.upcoming = upcoming
        self.next = next
        self.zoneDataVersion = zoneDataVersion
    }
}

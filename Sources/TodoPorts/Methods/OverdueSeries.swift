public import CivilTime
public import TodoDomain

/// Asks for series whose next occurrence should have been made by the clock some time ago, of all users.
public struct OverdueSeries: Hashable, Codable, Sendable {
    /// The newest occurrence after whose identity to look on; nil from the beginning.
    public var after: TaskID?
    /// True to learn also of occurrences that come within the next days.
    public var includesUpcoming: Bool
    /// The most series to look at.
    public var limit: Int

    /// A request with every field given.
    public init(after: TaskID?, includesUpcoming: Bool = false, limit: Int) {
        self.after = after
        self.includesUpcoming = includesUpcoming
        self.limit = limit
    }
}

/// The series that were found, and where to look on.
public struct OverdueSeriesAnswer: Hashable, Codable, Sendable {
    /// A request for each next occurrence that is missing.
    public var missing: [AdvanceSeries]
    /// The occurrences of the next days, if they were asked for.
    public var upcoming: [UpcomingOccurrence]
    /// From where to look on; nil when all series were looked at.
    public var next: TaskID?
    /// Version of the zone data that was used.
    public var zoneDataVersion: String

    /// An answer with every field given.
    public init(
        missing: [AdvanceSeries], upcoming: [UpcomingOccurrence], next: TaskID?, zoneDataVersion: String
    ) {
        self.missing = missing
        self.upcoming = upcoming
        self.next = next
        self.zoneDataVersion = zoneDataVersion
    }
}

/// An occurrence that the clock is to make.
public struct UpcomingOccurrence: Hashable, Codable, Sendable {
    /// What to ask when its time has come.
    public var request: AdvanceSeries
    /// When its time comes.
    public var dueAt: Timestamp

    /// An occurrence with every field given.
    public init(request: AdvanceSeries, dueAt: Timestamp) {
        self.request = request
        self.dueAt = dueAt
    }
}

public import TodoDomain

/// Asks for series whose next occurrence should have been made by the clock some time ago, of all users.
public struct OverdueSeries: Hashable, Codable, Sendable {
    /// The newest occurrence after whose identity to look on; nil from the beginning.
    public var after: TaskID?
    /// The most series to look at.
    public var limit: Int

    /// A request with every field given.
    public init(after: TaskID?, limit: Int) {
        self.after = after
        self.limit = limit
    }
}

/// The series that were found, and where to look on.
public struct OverdueSeriesAnswer: Hashable, Codable, Sendable {
    /// A request for each next occurrence that is missing.
    public var missing: [AdvanceSeries]
    /// From where to look on; nil when all series were looked at.
    public var next: TaskID?

    /// An answer with every field given.
    public init(missing: [AdvanceSeries], next: TaskID?) {
        self.missing = missing
        self.next = next
    }
}

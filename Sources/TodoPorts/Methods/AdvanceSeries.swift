public import CivilTime
public import TodoDomain

/// Asks for the occurrence of a series whose time has come; also what a job for it carries.
public struct AdvanceSeries: Hashable, Codable, Sendable {
    /// Whose series.
    public var userID: UserID
    /// The series, for the operator and for the names of jobs.
    public var seriesID: TaskID
    /// The newest occurrence when the job was made.
    public var predecessorID: TaskID
    /// Follows the command that made the newest occurrence what it is.
    public var correlationID: String

    /// A request with every field given.
    public init(userID: UserID, seriesID: TaskID, predecessorID: TaskID, correlationID: String) {
        self.userID = userID
        self.seriesID = seriesID
        self.predecessorID = predecessorID
        self.correlationID = correlationID
    }
}

/// What became of a request for the next occurrence.
public enum AdvanceSeriesAnswer: Hashable, Codable, Sendable {
    /// It is there, now or from before; it may be gone by now.
    case made(TaskID)
    /// None is wanted: the newest occurrence is gone, or its series is paused, over or not one of the clock's.
    case notWanted
    /// By the task service's clock its time comes at that instant only.
    case notYet(until: Timestamp)
}

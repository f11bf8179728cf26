internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Finds occurrences whose jobs were lost, or are late because the rules of their zone changed.
public enum OccurrenceSweep {
    /// What correlation ids of occurrences that a sweep found begin with: no command of a user's caused them now.
    public static let correlationPrefix: String = "occurrence-sweep-"

    /// Time that a job may be late before it counts as lost.
    static let grace: Duration = .seconds(300)

    /// Series that one question is about.
    static let pageSize = 100

    /// The request for the next occurrence when it is missing; nil when it is not.
    static func missing(after task: TodoTask, now: Timestamp, zones: some ZoneDatabase) -> AdvanceSeries? {
        guard task.waitsForClock, let series = task.series, let id = task.seriesID, let due = task.due,
            let next = series.scheduled(after: due, now: now, zones: zones),
            now.duration(since: next.instant(in: zones)) > grace
        else { return nil }
        return AdvanceSeries(
            userID: task.userID, seriesID: id, predecessorID: task.id,
            correlationID: "\(correlationPrefix)\(id)-\(task.id)")
    }
}

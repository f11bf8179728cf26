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

    /// Occurrences within this time get their job anew when the zone data changed; no change of rules moves one by as
    /// much.
    static let lookAhead: Duration = .seconds(48 * 3_600)

    /// The request for the next occurrence when it is missing; nil when it is not.
    static func missing(after task: TodoTask, now: Timestamp, zones: some ZoneDatabase) -> AdvanceSeries? {
        next(after: task, now: now, zones: zones).flatMap { now.duration(since: $0.dueAt) > grace ? $0.request : nil }
    }

    /// The next occurrence when it comes within the next days; nil when it does not.
    static func upcoming(after task: TodoTask, now: Timestamp, zones: some ZoneDatabase) -> UpcomingOccurrence? {
        next(after: task, now: now, zones: zones).flatMap { $0.dueAt > now && $0.dueAt <= now + lookAhead ? $0 : nil }
    }

    private static func next(after task: TodoTask, now: Timestamp, zones: some ZoneDatabase) -> UpcomingOccurrence? {
        guard task.waitsForClock, let series = task.series, let id = task.seriesID, let due = task.due,
            let next = series.scheduled(after: due, now: now, zones: zones)
        else { return nil }
        let request = AdvanceSeries(
            userID: task.userID, seriesID: id, predecessorID: task.id,
            correlationID: "\(correlationPrefix)\(id)-\(task.id)")
        return UpcomingOccurrence(request: request, dueAt: next.instant(in: zones))
    }
}

public import CivilTime
public import TodoDomain
public import TodoPorts

/// Whether an event calls for the next task of a series, and when that is due.
public enum SuccessorDecision {
    /// The request to make, nil when the event calls for none.
    public static func request(for event: TaskEvent, zones: some ZoneDatabase) -> SpawnOccurrence? {
        guard event.change.kind.canComplete, let completed = event.change.subject,
            let series = completed.series, series.settings.advance == .onCompletion, !series.settings.isPaused,
            let due = completed.due, let completedAt = completed.completedAt,
            let next = series.successor(of: due, completedAt: completedAt, zones: zones)
        else { return nil }
        return SpawnOccurrence(
            userID: event.userID, predecessorID: completed.id, due: next, completedAt: completedAt,
            correlationID: event.correlationID)
    }
}

extension Change.Kind {
    /// True when the change can leave a done occurrence without a successor: a task may also be made as done, be done
    /// before it begins to repeat, be done while its series was paused, or come back as done.
    fileprivate var canComplete: Bool {
        switch self {
        case .taskCompleted, .occurrenceSkipped, .taskCreated, .taskUpdated, .seriesResumed, .taskRestored,
            .changeUndone:
            true
        default: false
        }
    }
}

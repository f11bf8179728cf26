public import CivilTime
public import TodoDomain
public import TodoPorts

/// Whether an event calls for the next task of a series, and when that is due.
public enum SuccessorDecision {
    /// The request to make, nil when the event calls for none.
    public static func request(for event: TaskEvent, zones: some ZoneDatabase) -> SpawnOccurrence? {
        guard event.change.kind.canComplete, let completed = completedTask(in: event.change),
            let series = completed.series, let due = completed.due, let completedAt = completed.completedAt,
            let next = series.successor(of: due, completedAt: completedAt, zones: zones)
        else { return nil }
        return SpawnOccurrence(
            userID: event.userID, predecessorID: completed.id, due: next, completedAt: completedAt,
            correlationID: event.correlationID)
    }

    private static func completedTask(in change: Change) -> TodoTask? {
        for case .putTask(let task) in change.effects where task.id == change.taskID { return task }
        return nil
    }
}

extension Change.Kind {
    /// True when the change can leave a done occurrence without a successor: a task may also be made as done, or be
    /// done before it begins to repeat.
    fileprivate var canComplete: Bool {
        switch self {
        case .taskCompleted, .taskCreated, .taskUpdated: true
        default: false
        }
    }
}

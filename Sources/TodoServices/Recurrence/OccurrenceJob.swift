internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// The job that wakes the recurrence service when the next occurrence of a series is due by the clock.
enum OccurrenceJob {
    /// What the names of all such jobs begin with.
    static let prefix: String = "occurrence-"

    /// The job that an event asks for, nil when it asks for none; throws `EncodingError`.
    ///
    /// The name holds the instant: an event that comes twice makes no second job, and an old event that comes late does
    /// not replace the job of a newer one. A job that is wanted no more finds out when it asks.
    static func wanted(by event: TaskEvent, zones: some ZoneDatabase) throws -> Job? {
        guard let task = event.change.subject, let series = task.series, let id = task.seriesID, let due = task.due,
            series.settings.advance == .onSchedule, !series.settings.isPaused,
            let next = series.scheduled(after: due, now: event.change.time, zones: zones)
        else { return nil }
        let request = AdvanceSeries(
            userID: event.userID, seriesID: id, predecessorID: task.id, correlationID: event.correlationID)
        let dueAt = max(next.instant(in: zones), Timestamp.writable.lowerBound)
        return Timestamp.writable.contains(dueAt) ? try job(for: request, dueAt: dueAt) : nil
    }

    /// The job that makes a request at an instant; throws `EncodingError`.
    static func job(for request: AdvanceSeries, dueAt: Timestamp) throws -> Job {
        let name = "\(prefix)\(request.seriesID)-\(request.predecessorID)-\(dueAt.millisecondsSinceEpoch)"
        return Job(name: name, dueAt: dueAt, payload: try JSONCodec.encode(request))
    }
}

extension Change {
    /// The task that the change is about, as the change leaves it; nil when it is gone or none is concerned.
    var subject: TodoTask? {
        for case .putTask(let task) in effects where task.id == taskID { return task }
        return nil
    }
}

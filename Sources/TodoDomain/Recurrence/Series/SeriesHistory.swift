public import CivilTime

/// What became of the occurrences of a series, and which come next.
public struct SeriesHistory: Hashable, Codable, Sendable {
    /// Where an occurrence stands.
    public enum Status: String, Codable, Sendable {
        /// Still to be done.
        case open
        /// Done.
        case done
        /// Done with without being done, by its user or because its date passed.
        case skipped
    }

    /// One occurrence.
    public struct Occurrence: Hashable, Codable, Sendable {
        /// The reading that the rule gave.
        public var occurrence: String
        /// Due date as the task has it; that of the rule where no task was made.
        public var due: String
        /// Where it stands.
        public var status: Status
        /// When it was done or skipped, null while open and where its date passed.
        public var completedAt: Timestamp?
        /// The task, null where none was made.
        public var taskID: TaskID?

        private enum CodingKeys: String, CodingKey {
            case occurrence, status
            case due = "due_date"
            case completedAt = "completed_at"
            case taskID = "task_id"
        }

        /// Encodes every field, absent values as null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(occurrence, forKey: .occurrence)
            try container.encode(due, forKey: .due)
            try container.encode(status, forKey: .status)
            try container.encode(completedAt, forKey: .completedAt)
            try container.encode(taskID, forKey: .taskID)
        }
    }

    /// Identity of the series.
    public var seriesID: TaskID
    /// The occurrences whose tasks are there, and the dates that were passed over, by reading.
    public var occurrences: [Occurrence]
    /// Due dates that come next, were the newest occurrence done now.
    public var upcoming: [String]

    private enum CodingKeys: String, CodingKey {
        case occurrences, upcoming
        case seriesID = "series_id"
    }
}

extension SeriesHistory {
    /// The history of a task's series among all of the user's tasks; nil when the task does not repeat.
    public init?(
        of task: TodoTask, among tasks: [TodoTask], upcoming count: Int, now: Timestamp, zones: some ZoneDatabase
    ) {
        guard let id = task.seriesID else { return nil }
        let members = tasks.filter { $0.seriesID == id }
        seriesID = id
        occurrences = members.flatMap { $0.occurrences }.sorted {
            ($0.occurrence, $0.taskID?.rawValue ?? 0) < ($1.occurrence, $1.taskID?.rawValue ?? 0)
        }
        let followed = Set(members.compactMap { $0.series?.predecessorID })
        let newest = members.last { !followed.contains($0.id) } ?? task
        upcoming = newest.upcoming(count, now: now, zones: zones).map(\.text)
    }
}

extension TodoTask {
    /// The task as an occurrence, after the dates that were passed over before it.
    fileprivate var occurrences: [SeriesHistory.Occurrence] {
        guard let series, let due else { return [] }
        let passed = series.passedOver.map {
            SeriesHistory.Occurrence(
                occurrence: $0.iso8601, due: due.moved(to: $0).text, status: .skipped, completedAt: nil, taskID: nil)
        }
        let status: SeriesHistory.Status = series.isSkipped ? .skipped : isCompleted ? .done : .open
        let reading = (series.occurrence ?? due.wall).iso8601
        return passed + [
            SeriesHistory.Occurrence(
                occurrence: reading, due: due.text, status: status, completedAt: completedAt, taskID: id)
        ]
    }

    /// The due dates that come after this occurrence, were it done now.
    fileprivate func upcoming(_ count: Int, now: Timestamp, zones: some ZoneDatabase) -> [DueDate] {
        guard count > 0, let due, let kept = series else { return [] }
        let series = kept.read(by: kept.onClock(due).rules(in: zones))
        let instant = completedAt ?? now
        var next =
            series.settings.advance == .onSchedule
            ? series.scheduled(after: due, now: now, zones: zones)
            : series.successor(of: due, completedAt: instant, zones: zones)
        var found: [DueDate] = []
        while found.count < count, let date = next {
            found.append(date)
            next = series.date(after: date, following: due)
        }
        return found
    }
}

extension Series {
    /// The date after another one that is itself after an occurrence; nil when the series ends.
    fileprivate func date(after date: DueDate, following due: DueDate) -> DueDate? {
        let next = settings.repeatFrom == .due ? reading(after: date.wall) : step(from: date.wall)
        guard let next, !isOver(before: next, after: due.wall) else { return nil }
        return date.moved(to: next)
    }
}

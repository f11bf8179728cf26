internal import CivilTime
internal import TodoDomain

/// When the clock is to make the next occurrence of which series, kept up to date change by change.
struct OccurrenceCalendar {
    private var wanted: [TaskID: Timestamp] = [:]
    private var followed: Set<TaskID> = []

    mutating func apply(_ change: Change) {
        for effect in change.effects {
            switch effect {
            case .putTask(let task):
                if let predecessor = task.series?.predecessorID, change.kind == .occurrenceSpawned {
                    followed.insert(predecessor)
                    wanted[predecessor] = nil
                }
                wanted[task.id] = dueInstant(after: task)
            case .removeTask(let id), .withdrawTask(let id): wanted[id] = nil
            case .putTag, .renameTag, .removeTag, .putSettings, .putRecord, .removeRecord: break
            }
        }
    }

    private func dueInstant(after task: TodoTask) -> Timestamp? {
        guard !followed.contains(task.id), let calendar = SeriesCalendar(task, SimulatedZones.database),
            calendar.series.settings.advance == .onSchedule, !calendar.series.settings.isPaused
        else { return nil }
        // Under zone rules that change, the latest instant that any of them says.
        return calendar.firstWithinCount.flatMap { reading in
            SimulatedZones.all.map { calendar.due.moved(to: reading).instant(in: $0) }.max()
        }
    }

    /// A task after which an occurrence should have been made by then; nil when there is none.
    func overdue(at now: Timestamp) -> TaskID? {
        wanted.filter { $0.value <= now }.keys.min()
    }
}

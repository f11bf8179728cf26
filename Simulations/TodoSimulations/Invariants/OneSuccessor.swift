internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Each completed occurrence of a live series has exactly one successor, due when the rule says.
final class OneSuccessor: Invariant {
    static let name: InvariantName = .oneSuccessor
    static let promise = "Each completed occurrence of a live series has exactly one successor, due when the rule says."

    /// Each state in which an occurrence was done, since it may be done, reopened and done again.
    private var completions: [TaskID: [TodoTask]] = [:]
    private var successors: [TaskID: TaskID] = [:]

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .committed(let committed) = fact else { return }
        let change = committed.change
        for case .putTask(let task) in change.effects where task.id == change.taskID {
            if change.kind == .occurrenceSpawned { try check(task, in: system, &checks) }
            // A task can be done before it begins to repeat, so that an edit completes the occurrence.
            if task.isCompleted, task.series != nil { completions[task.id, default: []].append(task) }
        }
    }

    private func check(
        _ successor: TodoTask, in system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let id = try checks.unwrap(
            successor.series?.predecessorID, "task \(successor.id) was made as the next of no series")
        try checks.require(
            successors.updateValue(successor.id, forKey: id) == nil, "task \(id) has more than one successor")
        let due = try checks.unwrap(successor.due, "the successor of task \(id) is due at no time")
        let databases = system.zoneReleases.databases(since: id, in: system.simulation)
        let dates = (completions[id] ?? []).flatMap { task in
            databases.compactMap { expectedDue(after: task, $0) }
        }
        try checks.require(
            dates.contains(due),
            "the successor of task \(id) is due \(due.text), but the rule gives"
                + " \(Set(dates.map(\.text)).sorted().joined(separator: " or "))")
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for user in system.ledger.users {
            for task in system.state(of: user).orderedTasks where task.isCompleted && task.series != nil {
                try checks.require(successors[task.id] != nil, "task \(task.id) is done and has no successor")
            }
        }
    }

    /// The rule told day by day, in place of the arithmetic that it checks.
    private func expectedDue(after task: TodoTask, _ zones: MemoryZoneDatabase) -> DueDate? {
        guard let due = task.due, let series = task.series, let completedAt = task.completedAt else { return nil }
        let horizon = max(due.wall, due.rules(in: zones).civil(at: completedAt))
        var day = series.anchor.date
        for _ in 0..<100_000 {
            let candidate = series.anchor.on(day)
            if candidate > horizon, isOccurrence(day, series) { return due.moved(to: candidate) }
            day = day.adding(days: 1)
        }
        return nil
    }

    private func isOccurrence(_ day: CivilDate, _ series: Series) -> Bool {
        let anchor = series.anchor.date
        let days = day.daysSinceEpoch - anchor.daysSinceEpoch
        switch series.rule.frequency {
        case .daily: return days % series.rule.interval == 0
        case .weekly: return days % (7 * series.rule.interval) == 0
        case .monthly:
            let months = (day.year - anchor.year) * 12 + day.month - anchor.month
            let last = CivilDate.length(ofMonth: day.month, year: day.year)
            return months % series.rule.interval == 0 && day.day == min(anchor.day, last)
        }
    }
}

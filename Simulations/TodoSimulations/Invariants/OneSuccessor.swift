internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Each completed occurrence of a live series has exactly one successor, due when the rule says.
enum OneSuccessor {
    static func check(_ changes: [Change], final state: UserState, zones: some ZoneDatabase) -> InvariantViolation? {
        var successors: [TaskID: [TodoTask]] = [:]
        var completions: [TaskID: [TodoTask]] = [:]
        for change in changes {
            for case .putTask(let task) in change.effects where task.id == change.taskID {
                if change.kind == .occurrenceSpawned, let predecessor = task.series?.predecessorID {
                    successors[predecessor, default: []].append(task)
                }
                // A task can be done before it begins to repeat, so that an edit completes the occurrence.
                if task.isCompleted, task.series != nil { completions[task.id, default: []].append(task) }
            }
        }
        for (id, tasks) in successors.sorted(by: { $0.key < $1.key }) {
            let dates = (completions[id] ?? []).compactMap { expectedDue(after: $0, zones: zones) }
            if let fault = fault(of: id, successors: tasks, expected: dates) { return fault }
        }
        for id in completions.keys.sorted() {
            guard let task = state.tasks[id], task.isCompleted, task.series != nil else { continue }
            if successors[id] == nil {
                return InvariantViolation(.oneSuccessor, "task \(id) is done and has no successor")
            }
        }
        return nil
    }

    private static func fault(of id: TaskID, successors: [TodoTask], expected: [DueDate]) -> InvariantViolation? {
        guard successors.count == 1, let due = successors[0].due else {
            return InvariantViolation(.oneSuccessor, "task \(id) has \(successors.count) successors")
        }
        guard expected.contains(due) else {
            let wanted = Set(expected.map(\.text)).sorted().joined(separator: " or ")
            return InvariantViolation(
                .oneSuccessor, "the successor of task \(id) is due \(due.text), but the rule gives \(wanted)")
        }
        return nil
    }

    /// The rule told day by day, in place of the arithmetic that it checks.
    private static func expectedDue(after task: TodoTask, zones: some ZoneDatabase) -> DueDate? {
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

    private static func isOccurrence(_ day: CivilDate, _ series: Series) -> Bool {
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

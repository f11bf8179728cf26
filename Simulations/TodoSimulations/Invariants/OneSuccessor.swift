internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Each completed occurrence of a live series has exactly one successor, due when rule and settings say.
final class OneSuccessor: Invariant {
    static let name: InvariantName = .oneSuccessor
    static let promise =
        "Each completed occurrence of a live series has exactly one successor, due when rule and settings say."

    /// Each state in which an occurrence was done, since it may be done, reopened and done again.
    private var completions: [TaskID: [TodoTask]] = [:]
    private var successors: [TaskID: TaskID] = [:]
    private var dates = ShadowDates()

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .committed(let committed) = fact else { return }
        let change = committed.change
        for effect in change.effects {
            if case .withdrawTask(let id) = effect { withdraw(id) }
            guard case .putTask(let task) = effect else { continue }
            if task.id == change.taskID, change.kind == .occurrenceSpawned {
                try check(task, committed, in: system, &checks)
            }
            dates.put(task.id, in: task.series?.id, at: task.series?.occurrence)
            // A task can be done before it begins to repeat, so that an edit completes the occurrence.
            if task.isCompleted, task.series != nil { completions[task.id, default: []].append(task) }
        }
    }

    private func withdraw(_ id: TaskID) {
        dates.withdraw(id)
        successors = successors.filter { $0.value != id }
    }

    private func check(
        _ successor: TodoTask, _ committed: CommittedChange, in system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let id = try checks.unwrap(
            successor.series?.predecessorID, "task \(successor.id) was made as the next of no series")
        try checks.require(
            successors.updateValue(successor.id, forKey: id) == nil, "task \(id) has more than one successor")
        let predecessor = try checks.unwrap(
            committed.after.tasks[id], "task \(successor.id) was made as the next of task \(id), which is gone")
        try checks.require(
            predecessor.series?.settings.isPaused != true, "the series of task \(id) is paused and has a successor")
        let due = try checks.unwrap(successor.due, "the successor of task \(id) is due at no time")
        let isByClock = predecessor.series?.settings.advance == .onSchedule
        let states = isByClock ? [predecessor] : completions[id] ?? []
        let zones = isByClock ? system.zonesSoFar : system.zoneReleases.databases(since: id, in: system.simulation)
        let calendars = states.flatMap { state in zones.compactMap { SeriesCalendar(state, $0) } }
        let expected = calendars.compactMap { calendar in
            expectedDue(calendar, isByClock ? .clock(committed.change.time) : .completion, of: predecessor)
        }
        try checks.require(
            expected.contains(due),
            "the successor of task \(id) is due \(due.text), but the rule gives"
                + " \(Set(expected.map(\.text)).sorted().joined(separator: " or "))")
        try checkPassedOver(successor, due, after: predecessor, &checks)
        let number = SeriesCalendar(predecessor, SimulatedZones.database)?.number(of: due.wall)
        try checks.require(
            successor.series?.number == number,
            "task \(successor.id) is number \(successor.series?.number ?? 0) of its series, not \(number ?? 0)")
    }

    private enum Cause {
        case completion
        case clock(Timestamp)
    }

    private func expectedDue(_ calendar: SeriesCalendar, _ cause: Cause, of predecessor: TodoTask) -> DueDate? {
        let date =
            switch cause {
            case .completion: calendar.task.completedAt.flatMap { calendar.next(doneAt: $0) }
            case .clock(let now): calendar.next(dueBy: now)
            }
        let series = predecessor.seriesID
        return calendar.free(from: date) { dates.task(of: series, at: $0) != nil }.map { calendar.due.moved(to: $0) }
    }

    private func checkPassedOver(
        _ successor: TodoTask, _ due: DueDate, after predecessor: TodoTask, _ checks: inout Checks
    ) throws(InvariantViolation) {
        guard let calendar = SeriesCalendar(predecessor, SimulatedZones.database) else { return }
        let settings = calendar.series.settings
        let isRecorded = settings.missed == .skip && settings.repeatFrom == .due
        let expected = isRecorded ? calendar.dates(before: due.wall) : []
        let series = predecessor.seriesID
        let found = successor.series?.passedOver ?? []
        try checks.require(
            found == expected.filter { dates.task(of: series, at: $0) == nil },
            "task \(successor.id) records \(found.count) dates as passed over, not the \(expected.count) that were")
    }

    /// The date that a calendar tells, or the first after it that no other occurrence has; nil when none is left.
    private func free(
        of task: TodoTask, _ zones: MemoryZoneDatabase, _ date: (SeriesCalendar) -> CivilDateTime?
    ) -> CivilDateTime? {
        guard let calendar = SeriesCalendar(task, zones) else { return nil }
        return calendar.free(from: date(calendar)) { dates.task(of: task.seriesID, at: $0) != nil }
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for user in system.ledger.users {
            for task in system.state(of: user).orderedTasks {
                guard let settings = task.series?.settings, !settings.isPaused, successors[task.id] == nil else {
                    continue
                }
                if settings.advance == .onCompletion {
                    let mayEnd = SimulatedZones.all.contains { zones in
                        free(of: task, zones) { calendar in task.completedAt.flatMap { calendar.next(doneAt: $0) } }
                            == nil
                    }
                    try checks.require(mayEnd, "task \(task.id) is done and has no successor")
                } else {
                    // What is due under some zone rules only may come as late as the others say.
                    let missing = SimulatedZones.all.map { zones in
                        free(of: task, zones) { $0.next(dueBy: system.simulation.now) }
                    }
                    try checks.require(missing.contains(nil), "an occurrence after task \(task.id) is missing")
                }
            }
        }
    }
}

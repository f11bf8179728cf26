internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Dates and reminders come when the clock on the wall says, told from a list of the zone's changes alone.
///
/// It speaks of runs whose users live by one zone, and knows nothing of the arithmetic of the services.
final class WallClockTruth: Invariant {
    static let name: InvariantName = .wallClock
    static let promise =
        "A reminder is at its distance to the due date on the wall's clock; no occurrence comes before its time."

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .committed(let committed) = fact, let plan = system.plan, let year = plan.zoneYear else { return }
        let change = committed.change
        for case .putTask(let task) in change.effects {
            guard let due = task.due, due.isRead(by: year) else { continue }
            try check(task.reminders, of: task, due, year, &checks)
            guard change.kind == .occurrenceSpawned, task.id == change.taskID,
                let predecessor = task.series?.predecessorID.flatMap({ committed.after.tasks[$0] })
            else { continue }
            let dueAt = due.instant(by: year)
            let earliest = system.simulation.now.adding(milliseconds: plan.clockErrorMilliseconds)
            try check(task, after: predecessor, dueAt: dueAt, earliest: earliest, &checks)
        }
    }

    private func check(
        _ reminders: [Reminder], of task: TodoTask, _ due: DueDate, _ year: ZoneYear, _ checks: inout Checks
    ) throws(InvariantViolation) {
        for reminder in reminders where reminder.followsDue && reminder.status != .cancelled {
            guard let offset = reminder.offset else { continue }
            let wall = due.wall.on(due.wall.date.adding(days: offset.days))
            let expected = due.moved(to: wall).instant(by: year).adding(milliseconds: Int64(offset.seconds) * 1_000)
            try checks.require(
                reminder.remindAt == expected,
                "reminder \(offset.text) of task \(task.id), due \(due.text) in \(due.zoneName ?? "UTC"), is for"
                    + " \(reminder.remindAt) and not for \(expected)")
        }
    }

    private func check(
        _ task: TodoTask, after predecessor: TodoTask, dueAt: Timestamp, earliest now: Timestamp,
        _ checks: inout Checks
    ) throws(InvariantViolation) {
        guard let settings = predecessor.series?.settings else { return }
        if settings.advance == .onSchedule {
            try checks.require(
                dueAt <= now, "task \(task.id), which the clock makes at \(dueAt), was made at \(now) at the latest")
        } else if settings.missed == .nextFuture || settings.missed == .skip, settings.repeatFrom == .due,
            let completedAt = predecessor.completedAt
        {
            try checks.require(
                dueAt > completedAt,
                "task \(task.id) follows a completion at \(completedAt) and was due at \(dueAt) before that")
        }
    }
}

extension DueDate {
    /// True when the year's zone, or none, reads the date, and the year knows how: rules with long pauses have next
    /// occurrences long after it.
    fileprivate func isRead(by year: ZoneYear) -> Bool {
        (anchor == .floating || anchor == .zone(year.zone)) && year.knows(wall.date)
    }

    /// The instant by the year's list of changes; a date without a zone is read as UTC.
    fileprivate func instant(by year: ZoneYear) -> Timestamp {
        anchor == .floating ? Timestamp(millisecondsSinceEpoch: wall.millisecondsSinceEpoch) : year.instant(of: wall)
    }
}

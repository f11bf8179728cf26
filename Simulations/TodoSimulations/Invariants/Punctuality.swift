internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// However many reminders are due in one second, the last of them is sent within a stated time.
final class Punctuality: Invariant {
    static let name: InvariantName = .punctuality
    static let promise =
        "However many reminders are due in one second, all are sent within an hour and what faults take."

    /// An hour for what is tried again after failures, with pauses of up to a minute.
    private static let patience: Int64 = 3_600_000

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .committed(let committed) = fact, committed.change.kind == .reminderSent,
            let plan = system.plan, let moment = plan.moment,
            let reminder = committed.before.task?.reminders.first(where: { $0.id == committed.change.reminderID }),
            reminder.remindAt == moment
        else { return }
        let late = system.simulation.now.duration(since: moment).wholeMilliseconds
        let limit = Punctuality.patience + plan.longestAbsenceMilliseconds
        try checks.require(
            late <= limit, "reminder \(reminder.id) for \(moment) was sent \(late / 1_000) seconds late")
    }
}

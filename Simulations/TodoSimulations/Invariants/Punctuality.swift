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
    /// Crashes of nodes before the moment at which all are due.
    private var earlierCrashes = 0

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard let plan = system.plan, let moment = plan.moment, case .committed(let committed) = fact else { return }
        let crashes = system.simulation.summary.crashes
        guard system.simulation.now > moment else { return earlierCrashes = crashes }
        guard committed.change.kind == .reminderSent,
            let reminder = committed.before.task?.reminders.first(where: { $0.id == committed.change.reminderID }),
            reminder.remindAt == moment
        else { return }
        let late = system.simulation.now.duration(since: moment).wholeMilliseconds
        // Where nodes crash over and over under the load of that second, most of the time goes into their return.
        let restarts = Int64(crashes - earlierCrashes) * plan.averageRestartMilliseconds
        let limit = Punctuality.patience + plan.longestAbsenceMilliseconds + restarts
        try checks.require(
            late <= limit, "reminder \(reminder.id) for \(moment) was sent \(late / 1_000) seconds late")
    }
}

internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Reminders are never early, sent once, shown once, never for what is done, deleted or moved, and never forgotten.
final class ReminderTruth: Invariant {
    static let name: InvariantName = .reminderTruth
    static let promise =
        "A reminder is never early, sent and shown once, never for a task done, deleted or moved, and never forgotten."

    private var sent: Set<ReminderID> = []
    private var shown: [UInt64: Set<ReminderID>] = [:]

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .committed(let committed) where committed.change.kind == .reminderSent:
            let earliness = system.plan?.earlinessMilliseconds ?? 0
            try check(committed, now: system.simulation.now.adding(milliseconds: earliness), &checks)
        case .received(let client, .notification(let position, let notification, _)):
            try check(notification, at: position, client, system, &checks)
        default: break
        }
    }

    private func check(
        _ committed: CommittedChange, now: Timestamp, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let name = "reminder \(committed.change.reminderID?.description ?? "?")"
        let task = try checks.unwrap(committed.before.task, "\(name) was sent although its task is gone")
        let reminder = try checks.unwrap(
            task.reminders.first { $0.id == committed.change.reminderID }, "\(name) was sent although it is gone")
        try checks.require(reminder.status != .sent && sent.insert(reminder.id).inserted, "\(name) was sent twice")
        try checks.require(!task.isCompleted, "\(name) was sent although task \(task.id) is done")
        try checks.require(now >= reminder.remindAt, "\(name) for \(reminder.remindAt) was sent at \(now)")
    }

    private func check(
        _ notification: ReminderNotification, at position: StreamPosition, _ client: SimulatedClient,
        _ system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let change = system.ledger.change(position.sequence, of: client.userID)
        try checks.require(
            change?.kind == .reminderSent && change?.reminderID == notification.reminderID,
            "\(client.name) was shown reminder \(notification.reminderID), which was not sent")
        // What the device has already, it does not show again.
        guard let last = client.position?.sequence, position.sequence > last else { return }
        try checks.require(
            shown[client.number, default: []].insert(notification.reminderID).inserted,
            "\(client.name) was shown reminder \(notification.reminderID) twice")
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        let now = system.simulation.now
        let late = system.overdueReminder()
        try checks.require(
            late == nil,
            late.map { "reminder \($0.reminderID) of task \($0.taskID) for \($0.remindAt) is not sent at \(now)" } ?? ""
        )
        let misplaced = system.misplacedReminder()
        try checks.require(
            misplaced == nil,
            misplaced.map {
                "reminder \($0.reminderID) of task \($0.task.id) for \($0.remindAt) is not where the newest"
                    + " zone rules put it"
            } ?? "")
    }
}

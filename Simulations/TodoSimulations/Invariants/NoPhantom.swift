internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Nothing appears that no command caused; a refused command leaves no trace.
final class NoPhantom: Invariant {
    static let name: InvariantName = .noPhantom
    static let promise = "Nothing appears that no command caused; a refused command leaves no trace."

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .committed(let committed): try check(committed, system.ledger, &checks)
        case .refused(let request, let code):
            let made = system.ledger.issued[request.correlationID]?.made.first
            try checks.require(
                made == nil,
                "command \(request.correlationID) of \(request.userID) was refused as \(code), but made change"
                    + " \(made?.sequence ?? 0)")
        case .published(let message): try check(message, system.ledger, &checks)
        case .received(let client, .event(let position, let update)):
            let change = system.ledger.change(position.sequence, of: client.userID)
            try checks.require(
                change?.kind == update.kind,
                "\(client.name) of \(client.userID) was sent \(update.kind.rawValue) as change \(position.sequence),"
                    + " which was never committed")
        default: break
        }
    }

    private func check(
        _ committed: CommittedChange, _ ledger: Ledger, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let change = committed.change
        guard !change.isFoundBySweep else { return }
        let command = try checks.unwrap(
            ledger.issued[change.correlationID],
            "change \(change.sequence) of \(committed.userID) comes from no command")
        try checks.require(
            !command.isRefused || change.actor != .user,
            "\(command.name) was refused and made change \(change.sequence) all the same")
    }

    private func check(
        _ message: OutboxMessage, _ ledger: Ledger, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let change = ledger.change(message.sequence, of: message.userID)
        try checks.require(
            change.map { tells(message, of: $0) } ?? false,
            "event \(message.eventID) tells of a change that was never committed")
    }

    private func tells(_ message: OutboxMessage, of change: Change) -> Bool {
        switch message {
        case .taskEvent(let event): event.data.change == change
        case .taskUpdate(let event): event.data.kind == change.kind && event.data.correlationID == change.correlationID
        case .reminder(let event):
            event.data.taskID == change.taskID || change.touches(event.data.taskID)
        }
    }
}

extension Change {
    /// True when the change puts the task or takes it away.
    fileprivate func touches(_ id: TaskID) -> Bool {
        effects.contains { effect in
            switch effect {
            case .putTask(let task): task.id == id
            case .removeTask(id), .withdrawTask(id): true
            default: false
            }
        }
    }

    /// True for what a service made because a sweep found it missing or misplaced, and for what came of that.
    ///
    /// Whether it was, other invariants judge.
    fileprivate var isFoundBySweep: Bool {
        let prefixes = [OccurrenceSweep.correlationPrefix, ReminderSweep.correlationPrefix]
        return actor != .user && prefixes.contains { correlationID.hasPrefix($0) }
    }
}

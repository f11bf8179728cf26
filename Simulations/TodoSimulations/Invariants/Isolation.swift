internal import TodoDomain
internal import TodoPorts

/// No user receives anything of another's.
final class Isolation: Invariant {
    static let name: InvariantName = .isolation
    static let promise = "No user receives or changes anything of another's, on any way."

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .answered(let request, let outcome):
            let owner = outcome.task?.userID ?? request.userID
            try checks.require(
                owner == request.userID, "\(request.userID) was answered with a task of \(owner)")
        case .committed(let committed): try check(committed, system, &checks)
        case .published(let message), .delivered(let message, _, _):
            try checks.require(
                message.partitionKey == message.userID.rawValue,
                "event \(message.eventID) of \(message.userID) travels under the key of \(message.partitionKey)")
        case .audited(let entry):
            let owner = entry.change.foreignOwner(than: entry.userID) ?? entry.userID
            try checks.require(owner == entry.userID, "the trail of \(entry.userID) holds a task of \(owner)")
        case .received(let client, let message): try check(message, to: client, system, &checks)
        case .stateRead(let user, let answer, _):
            try checks.require(
                answer.tasks.allSatisfy { $0.userID == user }, "\(user) was answered with others' tasks")
        case .sent, .refused, .applied, .copyShown, .copyDropped, .webhookTaken: break
        }
    }

    private func check(
        _ committed: CommittedChange, _ system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let owner = committed.change.foreignOwner(than: committed.userID) ?? committed.userID
        try checks.require(owner == committed.userID, "\(committed.userID) now has a task of \(owner)")
        // A change that no command caused is a phantom.
        guard let command = system.ledger.issued[committed.change.correlationID] else { return }
        try checks.require(
            command.request.userID == committed.userID,
            "a command of \(command.request.userID) changed data of \(committed.userID)")
    }

    private func check(
        _ message: ServerMessage, to client: SimulatedClient, _ system: TodoSystem, _ checks: inout Checks
    ) throws(InvariantViolation) {
        let changes: SyncChanges
        switch message {
        case .event(_, let update):
            try checks.require(
                update.userID == client.userID && update.isOfOneUser,
                "\(client.name) of \(client.userID) received a change of \(update.userID)")
            // What an update says of itself may be wrong throughout: whose it is depends on who asked for it.
            let author = system.ledger.issued[update.correlationID]?.request.userID ?? client.userID
            try checks.require(
                author == client.userID,
                "\(client.name) of \(client.userID) received what a command of \(author) changed")
            changes = update.changes
        case .notification(_, _, let carried): changes = carried
        case .ready, .caughtUp, .mustRefetch, .answered, .presence: return
        }
        let owner = changes.task?.userID ?? client.userID
        try checks.require(
            owner == client.userID, "\(client.name) of \(client.userID) received a task of \(owner)")
    }
}

extension Change {
    /// Another owner of a task that the change puts; nil when there is none.
    fileprivate func foreignOwner(than userID: UserID) -> UserID? {
        for case .putTask(let task) in effects where task.userID != userID { return task.userID }
        return nil
    }
}

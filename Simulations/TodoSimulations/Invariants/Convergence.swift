internal import TodoDomain
internal import TodoPorts

/// Each device's replica equals the store: task by task whenever the device is at the head, and whole at the end.
final class Convergence: Invariant {
    static let name: InvariantName = .convergence
    static let promise = "A device that has every change shows what the store holds; after healing every device does."

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard case .applied(let client, let taskID) = fact, system.isAtHead(client) else { return }
        let request = SnapshotRequest(userID: client.userID, taskID: taskID)
        let stored = system.store.transaction { $0.snapshot(request) }.task
        try checks.require(
            client.replica.tasks[taskID] == stored.map { TaskDocument($0) }
                && client.replica.reminders[taskID] == stored?.reminders,
            "\(client.name) of \(client.userID) at \(client.position?.sequence ?? 0) shows task \(taskID) otherwise"
                + " than the store holds it")
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for client in system.clients {
            let position = client.position?.sequence ?? 0
            let head = system.ledger.head(of: client.userID)
            try checks.require(
                position == head, "\(client.name) of \(client.userID) is at \(position) of \(head) changes")
            let state = system.state(of: client.userID)
            try checks.require(
                client.replica == ClientReplica(state),
                "\(client.name) of \(client.userID) at \(position) differs from the store")
        }
    }
}

internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Every acknowledged command is in the store, on the topics and on its way to each device.
final class NoLostChange: Invariant {
    static let name: InvariantName = .noLostChange
    static let promise = "Every acknowledged command is in the store, in the audit trail and in each device's view."

    private var published: [String: [UserID: Int64]] = [:]

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        switch fact {
        case .answered(let request, let outcome): try check(outcome, of: request, system.ledger, &checks)
        case .committed(let committed): try checkVersion(committed, system.ledger, &checks)
        case .published(let message) where message.tellsOfEachChange:
            let reached = published[message.topicName, default: [:]][message.userID, default: 0]
            published[message.topicName, default: [:]][message.userID] = max(reached, message.sequence)
        case .received(let client, .event(let position, _)), .received(let client, .notification(let position, _, _)):
            guard let last = client.position?.sequence else { return }
            try checks.require(
                position.sequence <= last + 1,
                "\(client.name) of \(client.userID) has change \(last) and was sent \(position.sequence) next")
        case .stateRead(let user, let answer, let head):
            try checks.require(
                answer.position.sequence >= head,
                "\(user) had \(head) changes and then read the state of \(answer.position.sequence)")
        case .received(let client, .caughtUp(let position)):
            try checks.require(
                position.sequence >= client.headAtConnect,
                "\(client.name) of \(client.userID) was told that it has all at \(position.sequence), and"
                    + " \(client.headAtConnect) changes had been made when it connected")
            let reached = client.position?.sequence ?? 0
            try checks.require(
                reached >= position.sequence,
                "\(client.name) of \(client.userID) was told that it has all at \(position.sequence) while it has"
                    + " \(reached)")
        default: break
        }
    }

    private func check(
        _ outcome: CommandOutcome, of request: UserCommand, _ ledger: Ledger, _ checks: inout Checks
    ) throws(InvariantViolation) {
        guard let command = ledger.issued[request.correlationID] else { return }
        let made = command.made.first
        try checks.require(
            outcome.sequence == made?.sequence,
            "\(command.name) was acknowledged as change \(outcome.sequence.map(String.init) ?? "none"), but the store"
                + " has \(made.map { String($0.sequence) } ?? "none")")
        for case .putTask(let task) in made?.effects ?? [] where task.id == outcome.task?.id {
            try checks.require(
                task == outcome.task, "\(command.name) was answered with a task that is not the stored one")
        }
    }

    /// A command for one version of a task must not overwrite what its user has not seen.
    private func checkVersion(
        _ committed: CommittedChange, _ ledger: Ledger, _ checks: inout Checks
    ) throws(InvariantViolation) {
        guard committed.change.actor == .user, let task = committed.before.task,
            let command = ledger.issued[committed.change.correlationID], let expected = command.request.expectedVersion
        else { return }
        try checks.require(
            task.version == expected,
            "\(command.name) was for version \(expected) of task \(task.id) and overwrote version \(task.version)")
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        for user in system.ledger.users {
            let head = system.ledger.head(of: user)
            let stored = system.state(of: user).sequence
            try checks.require(stored == head, "the store is at \(stored) of \(head) changes of \(user)")
            for topic in [TodoTopics.taskEvents.name, TodoTopics.taskUpdates.name] {
                let reached = published[topic]?[user] ?? 0
                try checks.require(reached == head, "\(topic) shows \(reached) of \(head) changes of \(user)")
            }
        }
    }
}

internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// What must hold once the faults have ended and the system has come to rest.
struct FinalChecks {
    let system: TodoSystem
    let clients: [SimulatedClient]

    private var users: [UserID] { system.ledger.changes.keys.sorted() }

    private func state(of user: UserID) -> UserState {
        system.store.transaction { $0.state(of: user) }
    }

    /// Throws the first violation found.
    func run() throws {
        if let fault = CommandTruth.check(system.ledger) { throw fault }
        for user in users { try check(user) }
        if let fault = try TopicTruth.check(system) { throw fault }
        if let fault = deadLetter() { throw fault }
        for client in clients { try check(client) }
        if let fault = system.parts.standingViolation { throw fault }
    }

    private func check(_ user: UserID) throws {
        let changes = system.ledger.changes[user] ?? []
        let state = state(of: user)
        let trail = system.auditLog.trail(of: user)
        if let fault = AuditIsWhole.check(trail, changes: changes, final: state) { throw fault }
        if let fault = OneSuccessor.check(changes, final: state, zones: SimulatedZones.database) { throw fault }
        if let fault = overdueReminder() { throw fault }
    }

    private func check(_ client: SimulatedClient) throws {
        let state = state(of: client.userID)
        guard client.replica == ClientReplica(tasks: state.orderedTasks, tags: state.orderedTags) else {
            throw InvariantViolation(
                .convergence, "a device of \(client.userID) at \(client.position?.sequence ?? 0) differs from the store"
            )
        }
    }

    /// The first reminder that should have been sent and was not.
    func overdueReminder() -> InvariantViolation? {
        users.lazy.compactMap { ReminderTruth.overdue(in: state(of: $0), now: system.simulation.now) }.first
    }

    /// True when the device has every change.
    func isAtHead(_ client: SimulatedClient) -> Bool {
        client.position?.sequence == state(of: client.userID).sequence
    }

    private func deadLetter() -> InvariantViolation? {
        let topics = [TodoTopics.taskEvents.name, TodoTopics.reminders.name, TodoTopics.taskUpdates.name]
        return topics.lazy.flatMap { system.bus.deadLetters(onTopic: $0) }.first.map {
            InvariantViolation(.liveness, "event \($0.eventID) was given up by \($0.group): \($0.reason)")
        }
    }
}

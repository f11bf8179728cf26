internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// The topics tell of each committed change and of nothing else, each user's in order of first appearance.
enum TopicTruth {
    static func check(_ system: TodoSystem) throws -> InvariantViolation? {
        let events = try system.bus.events(on: TodoTopics.taskEvents)
        let changes = system.ledger.changes
        for event in events {
            let committed = changes[event.data.userID]?.first { $0.sequence == event.sequence }
            guard committed == event.data.change else {
                return InvariantViolation(
                    .noPhantom, "event \(event.id) tells of a change that was never committed")
            }
        }
        let updates = try system.bus.events(on: TodoTopics.taskUpdates)
        return sequenceFault(events.map { ($0.data.userID, $0.sequence) }, "task-events", changes)
            ?? sequenceFault(updates.map { ($0.data.userID, $0.sequence) }, "task-updates", changes)
    }

    private static func sequenceFault(
        _ events: [(user: UserID, sequence: Int64)], _ topic: String, _ changes: [UserID: [Change]]
    ) -> InvariantViolation? {
        var reached: [UserID: Int64] = [:]
        for event in events {
            let last = reached[event.user, default: 0]
            guard event.sequence <= last + 1 else {
                return InvariantViolation(
                    .gapFreeSequence, "\(topic) shows change \(event.sequence) of \(event.user) after \(last)")
            }
            reached[event.user] = max(last, event.sequence)
        }
        for user in changes.keys.sorted() where reached[user, default: 0] != Int64(changes[user]?.count ?? 0) {
            return InvariantViolation(
                .noLostChange,
                "\(topic) shows \(reached[user, default: 0]) of \(changes[user]?.count ?? 0) changes of \(user)")
        }
        return nil
    }
}

internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

extension TodoSystem {
    /// True when nothing is on its way: every node is up, outbox and queues are empty.
    var isQuiet: Bool {
        simulation.isEveryNodeReady && bus.totalLag == 0
            && store.transaction { $0.unpublished(limit: 1).entries.isEmpty }
    }

    /// True when nothing is on its way, no reminder is overdue and every device is up to date.
    func isAtRest() -> Bool {
        isQuiet && overdueReminder() == nil && overdueOccurrence() == nil && isEveryDeviceAtHead()
    }

    /// What keeps the system from being at rest, by name; the first few of each sort.
    var waiting: [String] {
        let nodes = nodes.filter { !$0.isReady }.map { "node \($0.name) is not ready" }
        let outbox = store.transaction { $0.unpublished(limit: 3).entries.map(\.message.eventID) }
        let rows = outbox.map { "event \($0) is in the outbox" }
        let lags = bus.lags.map { "\($0.group) has \($0.count) events of \($0.topic) to read" }
        let reminder = overdueReminder().map { ["reminder \($0.reminderID) for \($0.remindAt) is not sent"] } ?? []
        let occurrence = overdueOccurrence().map { ["the occurrence after task \($0) is not made"] } ?? []
        let devices = clients.filter { !isAtHead($0) }.map { client in
            "\(client.name) of \(client.userID) is at \(client.position?.sequence ?? 0) of"
                + " \(ledger.head(of: client.userID)) changes"
        }
        return [nodes, rows, lags, reminder, occurrence, devices].flatMap { $0.prefix(5) }
    }
}

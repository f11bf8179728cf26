internal import CivilTime
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
        isQuiet && overdueReminder() == nil && overdueOccurrence() == nil && misplacedReminder() == nil
            && isEveryDeviceAtHead() && pendingWebhooks.isEmpty
            && clients.allSatisfy { $0.sentCommands.unanswered == 0 }
    }

    /// A pending reminder of the next forty hours that is not where the newest zone rules and the user's clock put it;
    /// nil when there is none.
    func misplacedReminder() -> PendingReminder? {
        let zones = SimulatedZones.database(ofRelease: simulation.newestReferenceDataRelease)
        let end = simulation.now.adding(milliseconds: 40 * 3_600_000)
        let pending = store.transaction { $0.pendingReminders(until: end, after: nil, limit: .max) }
        return pending.first { pending in
            guard let reminder = pending.task.reminders.first(where: { $0.id == pending.reminderID }),
                let offset = reminder.offset, reminder.snoozedFrom == nil, let due = pending.task.due
            else { return false }
            let wall = due.wall.millisecondsSinceEpoch + Int64(offset.days) * 86_400_000
            let rules = (due.zoneName ?? pending.settings.timeZone).flatMap { zones.rules(named: $0) } ?? .utc
            let instant = rules.instant(of: CivilDateTime(millisecondsSinceEpoch: wall))
            return instant.adding(milliseconds: Int64(offset.seconds) * 1_000) != reminder.remindAt
        }
    }

    /// What keeps the system from being at rest, by name; the first few of each sort.
    var waiting: [String] {
        let nodes = nodes.filter { !$0.isReady }.map { "node \($0.name) is not ready" }
        let outbox = store.transaction { $0.unpublished(limit: 3).entries.map(\.message.eventID) }
        let rows = outbox.map { "event \($0) is in the outbox" }
        let lags = bus.lags.map { "\($0.group) has \($0.count) events of \($0.topic) to read" }
        let reminder = overdueReminder().map { ["reminder \($0.reminderID) for \($0.remindAt) is not sent"] } ?? []
        let misplaced = misplacedReminder().map {
            ["reminder \($0.reminderID) for \($0.remindAt) is not where the zone's rules put it"]
        }
        let occurrence = overdueOccurrence().map { ["the occurrence after task \($0) is not made"] } ?? []
        let devices = clients.filter { !isAtHead($0) }.map { client in
            "\(client.name) of \(client.userID) is at \(client.position?.sequence ?? 0) of"
                + " \(ledger.head(of: client.userID)) changes"
        }
        let deliveries = pendingWebhooks.map { "webhook \($0.webhookID) waits for \($0.id)" }
        let copies = clients.filter { $0.sentCommands.unanswered > 0 }.map { client in
            "\(client.name) of \(client.userID) has no answer to \(client.sentCommands.unanswered) commands"
        }
        return [copies, nodes, rows, lags, reminder, misplaced ?? [], occurrence, devices, deliveries]
            .flatMap { $0.prefix(5) }
    }
}

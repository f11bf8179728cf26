internal import CivilTime
internal import TodoDomain

/// The pending reminders of all users in memory, in the order of their instants, each with the correlation id of the
/// change that made it.
struct PendingReminderTable: Sendable {
    /// A task and whose it is.
    struct Owner: Hashable, Sendable {
        let userID: UserID
        let taskID: TaskID
    }

    struct Entry: Sendable {
        let place: ReminderPlace
        let owner: Owner
        let correlationID: String
    }

    private var ordered: [Entry] = []
    private var owned: [Owner: [Entry]] = [:]

    /// The entries up to an instant, those after a place if one is given, in their order.
    func entries(until: Timestamp, after place: ReminderPlace?) -> ArraySlice<Entry> {
        let first = place.map { place in ordered.partitionIndex { place < $0.place } } ?? 0
        let end = ordered.partitionIndex { $0.place.remindAt > until }
        return ordered[first..<max(first, end)]
    }

    mutating func apply(_ effect: Effect, of userID: UserID, correlationID: String) {
        switch effect {
        case .putTask(let task): put(task, Owner(userID: userID, taskID: task.id), correlationID)
        case .removeTask(let id), .withdrawTask(let id): replace(Owner(userID: userID, taskID: id), with: [])
        case .putTag, .renameTag, .removeTag, .putSettings, .putRecord, .removeRecord: break
        }
    }

    private mutating func put(_ task: TodoTask, _ owner: Owner, _ correlationID: String) {
        let known = owned[owner] ?? []
        let pending = task.reminders.filter { $0.status == .pending }.map { reminder in
            let old = known.first { $0.place.reminderID == reminder.id }
            return Entry(
                place: ReminderPlace(remindAt: reminder.remindAt, reminderID: reminder.id), owner: owner,
                correlationID: old?.correlationID ?? correlationID)
        }
        replace(owner, with: pending)
    }

    private mutating func replace(_ owner: Owner, with entries: [Entry]) {
        for old in owned[owner] ?? [] {
            let same = ordered[ordered.partitionIndex { $0.place >= old.place }...].prefix { $0.place == old.place }
            if let index = same.firstIndex(where: { $0.owner == owner }) { ordered.remove(at: index) }
        }
        owned[owner] = entries.isEmpty ? nil : entries
        for entry in entries { ordered.insert(entry, at: ordered.partitionIndex { $0.place >= entry.place }) }
    }
}

internal import TodoDomain

/// The pending reminders of one user, in memory, each with the correlation id of the change that made it.
struct PendingReminderTable: Sendable {
    struct Entry: Sendable {
        let place: ReminderPlace
        let taskID: TaskID
        let correlationID: String
    }

    private var tasks: [TaskID: [Entry]] = [:]

    /// Every entry, in no order.
    var entries: some Sequence<Entry> { tasks.values.lazy.flatMap(\.self) }

    mutating func apply(_ effect: Effect, correlationID: String) {
        switch effect {
        case .putTask(let task): put(task, correlationID)
        case .removeTask(let id), .withdrawTask(let id): tasks[id] = nil
        case .putTag, .renameTag, .removeTag, .putSettings: break
        }
    }

    private mutating func put(_ task: TodoTask, _ correlationID: String) {
        let known = tasks[task.id] ?? []
        let pending = task.reminders.filter { $0.status == .pending }.map { reminder in
            let old = known.first { $0.place.reminderID == reminder.id }
            return Entry(
                place: ReminderPlace(remindAt: reminder.remindAt, reminderID: reminder.id), taskID: task.id,
                correlationID: old?.correlationID ?? correlationID)
        }
        tasks[task.id] = pending.isEmpty ? nil : pending
    }
}

internal import CivilTime
internal import TodoDomain

/// The reminders that are still to be sent, kept up to date change by change so that asking costs next to nothing.
struct ReminderCalendar {
    struct Entry: Hashable {
        let reminderID: ReminderID
        let taskID: TaskID
        let remindAt: Timestamp
    }

    private var wanted: [TaskID: Set<Entry>] = [:]
    /// A heap by instant; entries that are not wanted any more are dropped when they come up.
    private var heap: [Entry] = []

    mutating func apply(_ change: Change) {
        for effect in change.effects {
            switch effect {
            case .putTask(let task): put(task)
            case .removeTask(let id), .withdrawTask(let id): wanted[id] = nil
            case .putTag, .renameTag, .removeTag, .putSettings, .putRecord, .removeRecord: break
            }
        }
    }

    /// The earliest reminder that should have been sent by then; nil when there is none.
    mutating func overdue(at now: Timestamp) -> Entry? {
        while let first = heap.first, first.remindAt <= now {
            if wanted[first.taskID]?.contains(first) == true { return first }
            removeFirst()
        }
        return nil
    }

    private mutating func put(_ task: TodoTask) {
        let known = wanted[task.id] ?? []
        var entries: Set<Entry> = []
        for reminder in task.reminders where reminder.status == .pending && !task.isCompleted {
            let entry = Entry(reminderID: reminder.id, taskID: task.id, remindAt: reminder.remindAt)
            entries.insert(entry)
            if !known.contains(entry) { push(entry) }
        }
        wanted[task.id] = entries.isEmpty ? nil : entries
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0, heap[child].remindAt < heap[(child - 1) / 2].remindAt {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].remindAt < heap[$1].remindAt }),
                heap[least].remindAt < heap[parent].remindAt
            else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

internal import Metrics
internal import TodoDomain

/// Counts committed changes by kind, and tells how late reminders were.
struct TaskServiceMetrics {
    private let changes: [Change.Kind: Counter]
    private let lateness = Timer(label: "todo_reminder_lateness_seconds")

    init() {
        changes = Dictionary(
            uniqueKeysWithValues: Change.Kind.allCases.map {
                ($0, Counter(label: "todo_changes_total", dimensions: [("kind", $0.rawValue)]))
            })
    }

    /// Takes note of a change that was committed.
    func note(_ change: Change) {
        changes[change.kind]?.increment()
        guard change.kind == .reminderSent,
            let reminder = change.subject?.reminders.first(where: { $0.id == change.reminderID })
        else { return }
        lateness.recordMilliseconds(reminder.latenessMilliseconds ?? 0)
    }
}

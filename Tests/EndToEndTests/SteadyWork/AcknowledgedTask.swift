import Foundation

/// What the server said yes to about one task.
struct AcknowledgedTask: Sendable {
    let id: Int
    let title: String
    /// Due date as entered; nil when none.
    let due: String?
    let repeatsWeekly: Bool
    let remindAt: Date?
    var isCompleted = false
}

/// Everything that the server acknowledged to one user, in order.
actor Ledger {
    private(set) var tasks: [AcknowledgedTask] = []
    /// Creates and completes acknowledged so far.
    private(set) var count = 0
    private(set) var isStopped = false

    func created(_ task: AcknowledgedTask) {
        tasks.append(task)
        count += 1
    }

    func completed(_ id: Int) {
        guard let index = tasks.firstIndex(where: { $0.id == id }) else { return }
        tasks[index].isCompleted = true
        count += 1
    }

    /// Asks the worker to end after what it is doing.
    func stop() {
        isStopped = true
    }
}

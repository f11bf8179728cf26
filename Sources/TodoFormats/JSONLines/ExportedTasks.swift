internal import CivilTime
public import TodoDomain

/// A user's tasks as an export has them: under identities that mean something within the file only.
///
/// They come by creation and identity in files, both of which restoring keeps. Tasks are numbered in that order; after
/// them come tasks that are gone and that a series still refers to.
public struct ExportedTasks: Sequence, IteratorProtocol {
    private let tasks: [TodoTask]
    private let numbers: [TaskID: Int64]
    private var place = 0
    private var lastReminder: Int64 = 0

    /// The tasks of that state; `epoch` is that of their store, from which tasks without one have their identity.
    public init(_ state: UserState, epoch: String) {
        let named = state.tasks.values.map { task in
            var task = task
            task.uid = task.universalID(epoch: epoch)
            return task
        }
        tasks = named.sorted { ($0.createdAt, $0.uid ?? "", $0.id) < ($1.createdAt, $1.uid ?? "", $1.id) }
        var numbers: [TaskID: Int64] = [:]
        for task in tasks { numbers[task.id] = Int64(numbers.count + 1) }
        for task in tasks {
            for id in [task.series?.id, task.series?.predecessorID].compactMap(\.self) where numbers[id] == nil {
                numbers[id] = Int64(numbers.count + 1)
            }
        }
        self.numbers = numbers
    }

    /// The next task.
    public mutating func next() -> TodoTask? {
        guard place < tasks.count else { return nil }
        defer { place += 1 }
        var reminder = lastReminder
        defer { lastReminder = reminder }
        return tasks[place].identified(
            by: { TaskID(numbers[$0] ?? 0) },
            reminders: { _ in
                reminder += 1
                return ReminderID(reminder)
            }, of: UserID("me"))
    }
}

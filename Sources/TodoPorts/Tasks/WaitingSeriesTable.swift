internal import TodoDomain

/// The tasks of all users in memory whose next occurrence the clock makes and has not made yet, in the order of their
/// identifiers.
struct WaitingSeriesTable: Sendable {
    struct Entry: Sendable {
        let taskID: TaskID
        let userID: UserID
    }

    private var ordered: [Entry] = []

    /// The entries after a task, or all of them, in their order.
    func entries(after id: TaskID?) -> ArraySlice<Entry> {
        ordered[(id.map { id in ordered.partitionIndex { $0.taskID > id } } ?? 0)...]
    }

    mutating func set(_ id: TaskID, of userID: UserID, isWaiting: Bool) {
        let place = ordered.partitionIndex { ($0.taskID, $0.userID) >= (id, userID) }
        let isKnown = place < ordered.count && ordered[place].taskID == id && ordered[place].userID == userID
        switch (isWaiting, isKnown) {
        case (true, false): ordered.insert(Entry(taskID: id, userID: userID), at: place)
        case (false, true): ordered.remove(at: place)
        case (true, true), (false, false): break
        }
    }
}

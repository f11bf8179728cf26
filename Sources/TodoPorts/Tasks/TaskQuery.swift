public import TodoDomain

/// Which of a user's tasks to list, and in which order.
public struct TaskQuery: Sendable, Equatable {
    /// Completion to keep.
    public enum Status: String, Sendable, CaseIterable {
        /// Every task.
        case all
        /// Open tasks.
        case pending
        /// Done tasks.
        case completed
    }

    /// What to sort by; ties are broken by identity.
    public enum Sort: String, Sendable, CaseIterable {
        /// When the task was created.
        case created
        /// Title, ignoring case.
        case title
        /// Due date as it reads, tasks without one last.
        case dueDate = "due_date"
        /// Priority, high first.
        case priority
    }

    /// Completion to keep.
    public var status: Status
    /// Folded words that title, description or tags must have, each somewhere in it; none keeps every task.
    public private(set) var words: [String]
    /// What to sort by.
    public var sort: Sort
    /// True for the reverse order; tasks without a due date stay last.
    public var isDescending: Bool

    /// A query; every task in order of creation by default.
    ///
    /// Of `search` each word counts, without case, accents and variants of letters.
    public init(status: Status = .all, search: String = "", sort: Sort = .created, isDescending: Bool = false) {
        self.status = status
        words = FoldedText.words(of: search)
        self.sort = sort
        self.isDescending = isDescending
    }

    /// True when the task's completion is the one asked for, and all words are in it.
    public func matches(_ task: TodoTask) -> Bool {
        let isOfStatus =
            switch status {
            case .all: true
            case .pending: !task.isCompleted
            case .completed: task.isCompleted
            }
        guard isOfStatus, !words.isEmpty else { return isOfStatus }
        let text = task.searchText
        return words.allSatisfy { text.utf8.contains($0.utf8) }
    }

    /// The tasks that match, in order.
    public func applied(to tasks: some Sequence<TodoTask>) -> [TodoTask] {
        tasks.filter(matches).sorted(by: precedes)
    }

    private func precedes(_ left: TodoTask, _ right: TodoTask) -> Bool {
        if sort == .dueDate, (left.due == nil) != (right.due == nil) { return left.due != nil }
        let isBefore = isBefore(left, right)
        let isAfter = self.isBefore(right, left)
        if isBefore == isAfter { return isDescending ? left.id > right.id : left.id < right.id }
        return isDescending ? isAfter : isBefore
    }

    private func isBefore(_ left: TodoTask, _ right: TodoTask) -> Bool {
        switch sort {
        case .created: return left.createdAt < right.createdAt
        case .title: return left.title.lowercased() < right.title.lowercased()
        case .priority: return left.priority.rank < right.priority.rank
        case .dueDate:
            guard let leftDue = left.due, let rightDue = right.due else { return false }
            return leftDue.wall < rightDue.wall
        }
    }
}

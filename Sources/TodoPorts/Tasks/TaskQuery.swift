public import TodoDomain

/// Which of a user's tasks to list, in which order, from where on and how many.
public struct TaskQuery: Sendable {
    /// Completion to keep.
    public enum Status: String, Sendable, CaseIterable {
        /// Every task.
        case all
        /// Open tasks.
        case pending
        /// Done tasks.
        case completed
    }

    /// Which subtasks to keep.
    public enum Kinship: Hashable, Sendable {
        /// Every task.
        case any
        /// Tasks that are no subtasks.
        case withoutParent
        /// Subtasks of that one.
        case subtask(of: TaskID)
    }

    /// What to sort by; ties are broken by identity.
    public enum Sort: String, Sendable, CaseIterable {
        /// When the task was created.
        case created
        /// When it last changed.
        case updated
        /// Title, ignoring case.
        case title
        /// Due date as it reads, tasks without one last.
        case dueDate = "due_date"
        /// Priority, high first.
        case priority
    }

    /// Completion to keep.
    public var status: Status
    /// Which subtasks to keep.
    public var kinship: Kinship
    /// Folded words that title, description or tags must have, each somewhere in it; none keeps every task.
    public let words: [String]
    private let patterns: [SearchPattern]
    /// What else a task must satisfy; nil keeps every task.
    public let predicate: TaskPredicate?
    /// What to sort by.
    public var sort: Sort
    /// True for the reverse order; tasks without a due date stay last.
    public var isDescending: Bool
    /// Only what comes after this place is listed; nil for the list from its beginning.
    public var after: TaskPlace?
    /// The most tasks that are listed; nil for all.
    public var limit: Int?

    /// A query; every task in order of creation by default.
    ///
    /// Of `search` each word counts, without case, accents and variants of letters.
    public init(
        status: Status = .all, kinship: Kinship = .any, search: String = "", predicate: TaskPredicate? = nil,
        sort: Sort = .created,
        isDescending: Bool = false, after place: TaskPlace? = nil, limit: Int? = nil
    ) {
        self.status = status
        self.kinship = kinship
        words = FoldedText.words(of: search)
        patterns = words.map(SearchPattern.init)
        self.predicate = predicate
        self.sort = sort
        self.isDescending = isDescending
        after = place
        self.limit = limit
    }

    /// True when the task's completion is the one asked for, all words are in it, and the predicate keeps it.
    public func matches(_ task: TodoTask) -> Bool {
        let isOfStatus =
            switch status {
            case .all: true
            case .pending: !task.isCompleted
            case .completed: task.isCompleted
            }
        guard isOfStatus, isAkin(task), predicate?.matches(task) ?? true else { return false }
        guard !patterns.isEmpty else { return true }
        let text = task.searchText
        return patterns.allSatisfy { $0.occurs(in: text) }
    }

    private func isAkin(_ task: TodoTask) -> Bool {
        switch kinship {
        case .any: true
        case .withoutParent: task.parentID == nil
        case .subtask(let id): task.parentID == id
        }
    }

    /// The tasks that match, in order, from the place on and not more than asked for.
    public func applied(to tasks: some Sequence<TodoTask>) -> [TodoTask] {
        let places = tasks.lazy.filter(matches).map { (place: place(of: $0), task: $0) }
            .filter { found in after.map { $0.precedes(found.place, isDescending: isDescending) } ?? true }
            .sorted { $0.place.precedes($1.place, isDescending: isDescending) }
        return places.prefix(limit ?? .max).map(\.task)
    }

    /// Where a task is in the list.
    public func place(of task: TodoTask) -> TaskPlace {
        let key: TaskPlace.Key =
            switch sort {
            case .created: .instant(task.createdAt)
            case .updated: .instant(task.updatedAt)
            case .title: .title(task.title.lowercased())
            case .dueDate: .due(task.due?.wall)
            case .priority: .priority(task.priority)
            }
        return TaskPlace(key: key, id: task.id)
    }

    /// What every task that matches satisfies, for stores that look tasks up.
    public var bounds: TaskBounds {
        var bounds = predicate?.bounds ?? .everything
        switch status {
        case .all: break
        case .pending: bounds.completion.remove(true)
        case .completed: bounds.completion.remove(false)
        }
        if !words.isEmpty || kinship != .any { bounds.isExact = false }
        return bounds
    }
}

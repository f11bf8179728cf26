public import CivilTime

/// A filter with its context: says of any task whether it is kept.
public struct TaskPredicate: Sendable, CustomStringConvertible {
    /// The filter's text.
    public let description: String
    private let test: FilterTest
    private let context: FilterContext
    /// What every task that is kept satisfies.
    public let bounds: TaskBounds

    /// The filter as it is in that context.
    public init(_ filter: TaskFilter, in context: FilterContext) {
        description = filter.text
        test = filter.test(in: context)
        self.context = context
        bounds = test.bounds(negated: false)
    }

    /// True when the filter keeps the task.
    public func matches(_ task: TodoTask) -> Bool {
        matches(task, test)
    }

    private func matches(_ task: TodoTask, _ test: FilterTest) -> Bool {
        switch test {
        case .not(let test): !matches(task, test)
        case .all(let tests): tests.allSatisfy { matches(task, $0) }
        case .any(let tests): tests.contains { matches(task, $0) }
        case .has(let field): has(field, task)
        case .priority(let priorities): priorities.contains(task.priority)
        case .tag(let keys): task.tags.contains { keys.contains(Tag.key($0)) }
        case .contains(.tag, let text): task.tags.contains { FoldedText.fold($0).utf8.contains(text.utf8) }
        case .contains(let field, let text): folded(field, task).utf8.contains(text.utf8)
        case .equals(let field, let texts): texts.contains(folded(field, task))
        case .moment(let field, let range): instant(field, task).map(range.contains) ?? false
        }
    }

    private func has(_ field: FilterField, _ task: TodoTask) -> Bool {
        switch field {
        case .completed: task.isCompleted
        case .overdue: !task.isCompleted && task.due?.isOver(at: context.now, in: context.zones) ?? false
        case .recurring: task.series != nil
        case .reminder: task.reminders.contains { $0.status == .pending }
        case .tag: !task.tags.isEmpty
        case .description: !task.description.isEmpty
        case .due: task.due != nil
        case .status, .priority, .title, .text, .created, .updated, .completedAt: true
        }
    }

    private func folded(_ field: FilterField, _ task: TodoTask) -> String {
        switch field {
        case .title: FoldedText.fold(task.title)
        case .description: FoldedText.fold(task.description)
        default: task.searchText
        }
    }

    private func instant(_ field: FilterField, _ task: TodoTask) -> Timestamp? {
        switch field {
        case .due: task.due?.instant(in: context.zones)
        case .created: task.createdAt
        case .updated: task.updatedAt
        default: task.completedAt
        }
    }
}

extension DueDate {
    /// True when an open task of this date is overdue: its instant has passed, or all of its day has.
    public func isOver(at now: Timestamp, in zones: some ZoneDatabase) -> Bool {
        guard isAllDay else { return instant(in: zones) < now }
        return rules(in: zones).instant(of: wall.on(wall.date.adding(days: 1))) <= now
    }
}

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
        var subject = FilterSubject(task, in: context)
        return TaskPredicate.keeps(&subject, test)
    }

    private static func keeps(_ subject: inout FilterSubject, _ test: FilterTest) -> Bool {
        switch test {
        case .not(let test): !keeps(&subject, test)
        case .all(let tests): tests.allSatisfy { keeps(&subject, $0) }
        case .any(let tests): tests.contains { keeps(&subject, $0) }
        case .has(let field): subject.has(field)
        case .priority(let priorities): priorities.contains(subject.task.priority)
        case .tag(let keys): subject.tagKeys.contains(where: keys.contains)
        case .contains(.tag, let text): subject.tags.contains(where: text.occurs)
        case .contains(let field, let text): text.occurs(in: subject.folded(field))
        case .equals(let field, let texts): texts.contains(subject.folded(field))
        case .moment(let field, let range): subject.instant(field).map(range.contains) ?? false
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

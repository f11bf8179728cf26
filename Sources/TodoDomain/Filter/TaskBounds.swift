internal import CivilTime

/// What tasks satisfy at least to be kept by a query, in terms that a database can look up.
public struct TaskBounds: Hashable, Sendable {
    /// Which are looked for: done ones, open ones.
    public var completion: Set<Bool> = [false, true]
    /// Priorities that are looked for.
    public var priorities: Set<Priority> = Set(Priority.allCases)
    /// Readings of due dates that are looked for, in milliseconds as if they were UTC; nil when no task with a due date
    /// is.
    public var dueReadings: ClosedRange<Int64>? = Int64.min...Int64.max
    /// True when tasks without a due date are looked for too.
    public var includesWithoutDue: Bool = true
    /// True when whatever satisfies this is kept, so that nothing else need be asked.
    public var isExact: Bool = true

    /// What every task satisfies.
    public static let everything: TaskBounds = .init()

    /// No bounds, where a database cannot tell.
    static let unknown: TaskBounds = {
        var bounds = TaskBounds()
        bounds.isExact = false
        return bounds
    }()

    /// True when no task can satisfy this.
    public var isEmpty: Bool {
        completion.isEmpty || priorities.isEmpty || (dueReadings == nil && !includesWithoutDue)
    }

    /// What satisfies both.
    public func intersection(_ other: TaskBounds) -> TaskBounds {
        var both = self
        both.completion.formIntersection(other.completion)
        both.priorities.formIntersection(other.priorities)
        both.includesWithoutDue = includesWithoutDue && other.includesWithoutDue
        both.dueReadings = nil
        if let left = dueReadings, let right = other.dueReadings, left.overlaps(right) {
            both.dueReadings = left.clamped(to: right)
        }
        both.isExact = isExact && other.isExact
        return both
    }

    /// What includes all that satisfies either, and mostly more.
    func hull(_ other: TaskBounds) -> TaskBounds {
        if isEmpty { return other }
        if other.isEmpty { return self }
        var hull = TaskBounds.unknown
        hull.completion = completion.union(other.completion)
        hull.priorities = priorities.union(other.priorities)
        hull.includesWithoutDue = includesWithoutDue || other.includesWithoutDue
        hull.dueReadings = dueReadings ?? other.dueReadings
        if let left = dueReadings, let right = other.dueReadings {
            hull.dueReadings = min(left.lowerBound, right.lowerBound)...max(left.upperBound, right.upperBound)
        }
        return hull
    }
}

extension FilterTest {
    /// What every task that the test, or its negation, keeps satisfies.
    func bounds(negated: Bool) -> TaskBounds {
        switch self {
        case .not(let test): test.bounds(negated: !negated)
        case .all(let tests): FilterTest.bounds(tests, ofAll: !negated, negated)
        case .any(let tests): FilterTest.bounds(tests, ofAll: negated, negated)
        case .has(let field): FilterTest.bounds(having: field, negated)
        case .priority(let priorities):
            .of { $0.priorities = negated ? $0.priorities.subtracting(priorities) : priorities }
        case .moment(.due, let range): negated ? .unknown : FilterTest.bounds(dueIn: range)
        case .tag, .contains, .equals, .moment: .unknown
        }
    }

    private static func bounds(_ tests: [FilterTest], ofAll: Bool, _ negated: Bool) -> TaskBounds {
        let bounds = tests.map { $0.bounds(negated: negated) }
        guard let first = bounds.first else { return .unknown }
        return bounds.dropFirst().reduce(first) { ofAll ? $0.intersection($1) : $0.hull($1) }
    }

    private static func bounds(having field: FilterField, _ negated: Bool) -> TaskBounds {
        switch field {
        case .completed: return .of { $0.completion = [!negated] }
        case .due: return .of { if negated { $0.dueReadings = nil } else { $0.includesWithoutDue = false } }
        default: return .unknown
        }
    }

    /// No zone is further from UTC than a little more than a day: 25 hours to the west, 26 to the east.
    private static func bounds(dueIn range: Range<Timestamp>) -> TaskBounds {
        .of {
            $0.includesWithoutDue = false
            $0.isExact = false
            guard !range.isEmpty else { return $0.dueReadings = nil }
            let first = range.lowerBound.adding(milliseconds: -25 * 3_600_000)
            let last = range.upperBound.adding(milliseconds: 26 * 3_600_000)
            $0.dueReadings = first.millisecondsSinceEpoch...last.millisecondsSinceEpoch
        }
    }
}

extension TaskBounds {
    fileprivate static func of(_ change: (inout TaskBounds) -> Void) -> TaskBounds {
        var bounds = TaskBounds()
        change(&bounds)
        return bounds
    }
}

internal import CivilTime

/// A filter as it is asked of tasks: texts folded, moments as instants.
indirect enum FilterTest: Hashable, Sendable {
    case not(FilterTest)
    case all([FilterTest])
    case any([FilterTest])
    /// Whether the task has what the field says.
    case has(FilterField)
    case priority(Set<Priority>)
    /// One of the tags, by their keys.
    case tag(Set<String>)
    /// The folded text is somewhere in the field.
    case contains(FilterField, SearchPattern)
    /// The field as a whole, folded, is one of the texts.
    case equals(FilterField, Set<String>)
    /// The field's instant is one of the range.
    case moment(FilterField, Range<Timestamp>)
}

extension TaskFilter {
    /// The filter with every value read in the context.
    func test(in context: FilterContext) -> FilterTest {
        switch self {
        case .condition(let condition): condition.test(in: context)
        case .not(let filter): .not(filter.test(in: context))
        case .all(let filters): .all(filters.map { $0.test(in: context) })
        case .any(let filters): .any(filters.map { $0.test(in: context) })
        }
    }
}

extension FilterTest {
    /// Open and due before that instant at the latest, so that a database need look at no others.
    fileprivate static func overdue(at now: Timestamp) -> FilterTest {
        .all([
            .not(.has(.completed)), .moment(.due, .distantPast..<now.adding(milliseconds: 1)), .has(.overdue),
        ])
    }
}

extension FilterCondition {
    fileprivate func test(in context: FilterContext) -> FilterTest {
        guard let comparison else { return field == .overdue ? FilterTest.overdue(at: context.now) : .has(field) }
        if comparison == .notEqual { return .not(FilterCondition(field, .equal, values).test(in: context)) }
        let tests = values.map { test($0, comparison, context) }
        return tests.count == 1 ? tests[0] : .any(tests)
    }

    private func test(_ value: FilterValue, _ comparison: FilterOperator, _ context: FilterContext) -> FilterTest {
        switch value {
        case .text(let text): test(text, comparison)
        case .completion(let isCompleted): isCompleted ? .has(.completed) : .not(.has(.completed))
        case .priority(let priority): .priority(FilterCondition.priorities(comparison, priority))
        case .moment(let moment):
            .moment(field, FilterCondition.instants(comparison, moment.interval(in: context)))
        }
    }

    private func test(_ text: String, _ comparison: FilterOperator) -> FilterTest {
        if comparison == .contains { return .contains(field, SearchPattern(FoldedText.fold(text))) }
        return field == .tag ? .tag([Tag.key(text)]) : .equals(field, [FoldedText.fold(text)])
    }

    /// High is the greatest.
    private static func priorities(_ comparison: FilterOperator, _ value: Priority) -> Set<Priority> {
        Set(
            Priority.allCases.filter { priority in
                switch comparison {
                case .less: priority.rank > value.rank
                case .lessOrEqual: priority.rank >= value.rank
                case .greater: priority.rank < value.rank
                case .greaterOrEqual: priority.rank <= value.rank
                case .equal, .notEqual, .contains, .among: priority == value
                }
            })
    }

    private static func instants(_ comparison: FilterOperator, _ value: Range<Timestamp>) -> Range<Timestamp> {
        switch comparison {
        case .less: .distantPast..<value.lowerBound
        case .lessOrEqual: .distantPast..<value.upperBound
        case .greater: value.upperBound ..< .distantFuture
        case .greaterOrEqual: value.lowerBound ..< .distantFuture
        case .equal, .notEqual, .contains, .among: value
        }
    }
}

extension Timestamp {
    static let distantPast: Timestamp = .init(millisecondsSinceEpoch: .min)
    static let distantFuture: Timestamp = .init(millisecondsSinceEpoch: .max)
}

/// One comparison of a filter: a field with an operator and values, or a field alone.
public struct FilterCondition: Hashable, Sendable {
    /// What is looked at.
    public let field: FilterField
    /// How it is compared; nil when the field stands alone and asks whether the task has it.
    public let comparison: FilterOperator?
    /// What it is compared with: several for `.among`, one for other operators, none for a field alone.
    public let values: [FilterValue]

    init(_ field: FilterField, _ comparison: FilterOperator? = nil, _ values: [FilterValue] = []) {
        self.field = field
        self.comparison = comparison
        self.values = values
    }
}

/// What a condition compares with.
public enum FilterValue: Hashable, Sendable {
    /// Text as it was given.
    case text(String)
    /// A priority.
    case priority(Priority)
    /// A status: true for `completed`, false for `pending`.
    case completion(Bool)
    /// A day or an instant.
    case moment(FilterMoment)
}

extension TaskFilter {
    /// Tasks of which the field, which must be one that can stand alone, holds or does not.
    public static func has(_ field: FilterField, _ holds: Bool = true) -> TaskFilter {
        precondition(field.standsAlone, "\(field.rawValue) does not stand alone")
        let condition = TaskFilter.condition(FilterCondition(field))
        return holds ? condition : .not(condition)
    }

    /// Tasks of one of the priorities.
    public static func priority(in priorities: [Priority]) -> TaskFilter {
        .condition(FilterCondition(.priority, .among, priorities.map(FilterValue.priority)))
    }

    /// Tasks that carry one of the tags, ignoring case.
    public static func tag(in names: [String]) -> TaskFilter {
        .condition(FilterCondition(.tag, .among, names.map(FilterValue.text)))
    }

    /// Tasks due at the moment or after it; from the beginning of a day on.
    public static func due(from moment: FilterMoment) -> TaskFilter {
        .condition(FilterCondition(.due, .greaterOrEqual, [.moment(moment)]))
    }

    /// Tasks due before the moment; before the beginning of a day.
    public static func due(before moment: FilterMoment) -> TaskFilter {
        .condition(FilterCondition(.due, .less, [.moment(moment)]))
    }
}

/// Which tasks to keep, as a condition that people write: `priority = high && (tag in work, urgent || due < now+7d)`.
///
/// `!` binds more tightly than `&&`, and `&&` more tightly than `||`.
public indirect enum TaskFilter: Hashable, Sendable {
    /// One comparison.
    case condition(FilterCondition)
    /// What the other one does not keep.
    case not(TaskFilter)
    /// What every one keeps; at least two, none of which is such a list itself.
    case all([TaskFilter])
    /// What one of them keeps; at least two, none of which is such a list itself.
    case any([TaskFilter])

    /// The most bytes of a filter's text.
    public static let mostBytes: Int = 8_192
    /// The most values that a filter compares with, where a field alone counts as one.
    public static let mostTerms: Int = 100
    /// The most of those values that are looked for within texts.
    public static let mostSearches: Int = 20
    /// The most negations and parentheses within one another.
    public static let mostDepth: Int = 32

    /// What all of the filters keep; nil, which is everything, when there are none.
    public static func all(of filters: [TaskFilter]) -> TaskFilter? {
        let flat = filters.flatMap { if case .all(let parts) = $0 { parts } else { [$0] } }
        return flat.count > 1 ? .all(flat) : flat.first
    }

    /// What any of the filters keeps; nil when there are none.
    public static func any(of filters: [TaskFilter]) -> TaskFilter? {
        let flat = filters.flatMap { if case .any(let parts) = $0 { parts } else { [$0] } }
        return flat.count > 1 ? .any(flat) : flat.first
    }
}

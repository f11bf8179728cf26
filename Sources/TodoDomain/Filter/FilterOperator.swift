/// How a condition compares; the raw value is its sign.
public enum FilterOperator: String, Hashable, Sendable, CaseIterable {
    /// Is the value; of a day, falls on it.
    case equal = "="
    /// Is not the value, also for want of any.
    case notEqual = "!="
    /// Comes before the value.
    case less = "<"
    /// Is the value or comes before it.
    case lessOrEqual = "<="
    /// Comes after the value; of a day, after its end.
    case greater = ">"
    /// Is the value or comes after it.
    case greaterOrEqual = ">="
    /// Has the text somewhere in it, folded.
    case contains = "~"
    /// Is one of the values.
    case among = "in"
}

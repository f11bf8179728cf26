/// Identity of a task: a positive whole number, unique over all users.
public struct TaskID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    /// The number as it stands in paths and events.
    public let rawValue: Int64

    /// The identity of that number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The identity of that number.
    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Order of the numbers.
    public static func < (left: TaskID, right: TaskID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension TaskID: CustomStringConvertible {
    /// The decimal digits.
    public var description: String { String(rawValue) }
}

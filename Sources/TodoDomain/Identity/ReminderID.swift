/// Identity of a reminder: a positive whole number, unique over all users.
public struct ReminderID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
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
    public static func < (left: ReminderID, right: ReminderID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension ReminderID: CustomStringConvertible {
    /// The decimal digits.
    public var description: String { String(rawValue) }
}

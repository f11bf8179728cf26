/// Identity of a user: the subject of the user's tokens, an opaque text.
public struct UserID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    /// The text as it stands in tokens, paths and events.
    public let rawValue: String

    /// The user of that subject.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The user of that subject.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Order of the texts.
    public static func < (left: UserID, right: UserID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension UserID: CustomStringConvertible {
    /// The text itself.
    public var description: String { rawValue }
}

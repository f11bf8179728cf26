/// A label of one user's tasks.
public struct Tag: Hashable, Codable, Sendable {
    /// The colour of a tag that nobody coloured.
    public static let defaultColour: String = "#808080"

    /// Shown name, 1 to 50 characters, unique per user ignoring case.
    public var name: String
    /// Colour as `#rrggbb`, lowercase.
    public var colour: String

    /// A tag of that name and colour.
    public init(name: String, colour: String = Tag.defaultColour) {
        self.name = name
        self.colour = colour
    }

    /// The name folded for comparison: two names with equal keys are the same tag.
    public static func key(_ name: String) -> String {
        name.lowercased()
    }

    /// This tag's name folded for comparison.
    public var key: String { Tag.key(name) }
}

/// A place in one user's stream of changes.
public struct StreamPosition: Hashable, Codable, Sendable {
    /// Identity of the history that `sequence` counts in.
    public var epoch: String
    /// Sequence of the last change seen, 0 before the first.
    public var sequence: Int64

    /// A place in a history.
    public init(epoch: String, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    private enum CodingKeys: String, CodingKey {
        case epoch
        case sequence = "seq"
    }
}

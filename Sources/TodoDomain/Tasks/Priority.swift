/// How much a task matters.
public enum Priority: String, Codable, Sendable, CaseIterable {
    /// Before the others.
    case high
    /// The default.
    case medium
    /// After the others.
    case low

    /// 0 for high to 2 for low, so that sorting ascending puts the most important first.
    public var rank: Int {
        switch self {
        case .high: 0
        case .medium: 1
        case .low: 2
        }
    }
}

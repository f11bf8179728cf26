public import ServicePorts
public import TodoDomain

/// A run of one user's updates.
public struct UpdatePage: Sendable, Equatable, Codable {
    /// Updates by sequence, without a gap among them.
    public var updates: [CloudEvent<TaskUpdate>]
    /// Sequence of the user's last change.
    public var head: Int64
    /// True when updates between the asked sequence and the first one here are no longer kept.
    public var hasGap: Bool

    /// A page with every field given.
    public init(updates: [CloudEvent<TaskUpdate>], head: Int64, hasGap: Bool) {
        self.updates = updates
        self.head = head
        self.hasGap = hasGap
    }
}

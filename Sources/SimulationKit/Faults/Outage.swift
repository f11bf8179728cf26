/// A cut between nodes and a part of the system, or between two nodes, until it is mended.
public struct Outage: Sendable, Equatable {
    /// What is lost.
    public enum Direction: String, Sendable, CaseIterable {
        /// What the node says does not arrive: its requests have no effect.
        case requests
        /// What the node should hear does not arrive: the effect happens, the caller does not hear of it.
        case replies
        /// Neither arrives.
        case both
    }

    /// The node that is cut off; nil for every node.
    public var node: String?
    /// The part that cannot be reached; nil for every part.
    public var part: SimulatedPart?
    /// The other node, when the cut is between two nodes; calls between them are lost, and no part matters.
    public var peer: String?
    /// What is lost.
    public var direction: Direction

    /// A cut between a node and a part.
    public init(node: String? = nil, part: SimulatedPart? = nil, direction: Direction = .both) {
        self.node = node
        self.part = part
        self.direction = direction
    }

    /// A partition between two nodes; one way, `requests` loses all that goes from `node` to `peer`.
    public init(node: String, peer: String, direction: Direction = .both) {
        self.node = node
        self.peer = peer
        self.direction = direction
    }

    /// True when what goes that way between the node and the part is lost.
    func cuts(_ lost: Direction, _ node: String?, _ part: SimulatedPart) -> Bool {
        peer == nil && (self.node == nil || self.node == node) && (self.part == nil || self.part == part)
            && (direction == lost || direction == .both)
    }

    /// True when what goes from one node to another is lost.
    func cuts(from sender: String?, to receiver: String?) -> Bool {
        guard let peer else { return false }
        return (node == sender && peer == receiver && direction != .replies)
            || (node == receiver && peer == sender && direction != .requests)
    }
}

extension Outage: CustomStringConvertible {
    /// What is lost between whom.
    public var description: String {
        "\(direction.rawValue) between \(node ?? "every node") and \(peer ?? part?.name ?? "every part")"
    }
}

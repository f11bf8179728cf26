/// Thrown by every port of an incarnation that is dead: the code that sees it is running on after its process ended.
public struct NodeCrashed: Error, Sendable, Equatable, CustomStringConvertible {
    /// The node's name.
    public let node: String
    /// Which life of the node, counted from 1.
    public let incarnation: Int

    /// Names the dead incarnation.
    public var description: String {
        "incarnation \(incarnation) of node '\(node)' has crashed"
    }
}

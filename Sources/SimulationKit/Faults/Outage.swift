/// A cut between nodes and a part of the system, until it is mended.
public struct Outage: Sendable, Equatable {
    /// What is lost.
    public enum Direction: String, Sendable, CaseIterable {
        /// Requests do not arrive: no effect.
        case requests
        /// Replies do not arrive: the effect happens, the caller does not hear of it.
        case replies
        /// Neither arrives.
        case both
    }

    /// The node that is cut off; nil for every node.
    public var node: String?
    /// The part that cannot be reached; nil for every part.
    public var part: SimulatedPart?
    /// What is lost.
    public var direction: Direction

    /// A cut of that extent.
    public init(node: String? = nil, part: SimulatedPart? = nil, direction: Direction = .both) {
        self.node = node
        self.part = part
        self.direction = direction
    }
}

extension Outage: CustomStringConvertible {
    /// What is lost between whom.
    public var description: String {
        "\(direction.rawValue) between \(node ?? "every node") and \(part?.name ?? "every part")"
    }
}

/// A part of the system that nodes reach over the network.
public struct SimulatedPart: Sendable, Hashable {
    /// Its name.
    public let name: String

    /// A part of that name, for example a database.
    public init(_ name: String) {
        self.name = name
    }

    /// The broker.
    public static let bus: SimulatedPart = .init("bus")
    /// The store of small keyed state.
    public static let state: SimulatedPart = .init("state")
    /// The scheduler of jobs.
    public static let scheduler: SimulatedPart = .init("scheduler")
    /// The network between services.
    public static let services: SimulatedPart = .init("services")
    /// The store of secrets.
    public static let secrets: SimulatedPart = .init("secrets")
    /// The database of the application.
    public static let database: SimulatedPart = .init("database")
}

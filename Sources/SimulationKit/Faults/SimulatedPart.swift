/// A part of the system that nodes reach over the network.
public struct SimulatedPart: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// True when a node reaches it through its sidecar, false when directly.
    public let isBehindSidecar: Bool

    /// A part of that name, for example a database.
    public init(_ name: String, isBehindSidecar: Bool = true) {
        self.name = name
        self.isBehindSidecar = isBehindSidecar
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
    /// The database of the application, which nodes reach directly.
    public static let database: SimulatedPart = .init("database", isBehindSidecar: false)

    /// Every part that a drawn outage may strike.
    static let all: [SimulatedPart] = [.bus, .state, .scheduler, .services, .secrets, .database]
}

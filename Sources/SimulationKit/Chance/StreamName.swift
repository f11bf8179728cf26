/// Names one of a simulation's independent random sequences; a draw in one never moves another.
public struct StreamName: Sendable, Hashable {
    /// The name.
    public let text: String
    let salt: UInt64

    /// A stream of that name.
    public init(_ text: String) {
        self.text = text
        salt = DecisionHash.stable(text)
    }

    /// Which ready job runs next.
    public static let schedule: StreamName = .init("schedule")
    /// How long messages travel.
    public static let network: StreamName = .init("network")
    /// Which faults strike; every fault family has a stream of its own below this one.
    public static let faults: StreamName = .init("faults")
    /// What the simulated users do.
    public static let workload: StreamName = .init("workload")
    /// Identifiers; every incarnation of a node has a stream of its own below this one.
    public static let identifiers: StreamName = .init("identifiers")

    /// A stream of its own below this one.
    public func child(_ text: String) -> StreamName {
        StreamName(self.text + "/" + text)
    }
}

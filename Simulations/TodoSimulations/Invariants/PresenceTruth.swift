internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Once connections come and go no more, each device knows how many its user has, over all replicas.
final class PresenceTruth: Invariant {
    static let name: InvariantName = .presence
    static let promise =
        "Within half a minute of the last change of connections each device knows how many its user has, whichever"
        + " replicas they are at and whichever died."

    /// A record's life, some beats until it is read and the pause before it is told, with room for slow answers.
    static let bound: Duration = .seconds(30)

    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard system.isLive, case .received(let client, .presence(let connections)) = fact else { return }
        try checks.require(
            connections > 0, "\(client.name) of \(client.userID) was told that nobody is there, itself included")
    }

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {
        guard system.isLive else { return }
        let open = system.clients.filter { $0.connection != nil }
        let counts = Dictionary(grouping: open, by: \.userID).mapValues(\.count)
        for client in open {
            let count = counts[client.userID] ?? 0
            try checks.require(
                client.toldConnections == count,
                "\(client.name) of \(client.userID) was told of \(client.toldConnections ?? 0) connections, and there"
                    + " are \(count)")
        }
    }
}

internal import SimulationKit
internal import TodoServices

/// A realtime replica in one of its lives.
struct RealtimeReplica: Sendable {
    let environment: NodeEnvironment
    let service: RealtimeService
    let desk: CommandDesk
    /// Where it tells the others of its connections; nil where none does.
    let board: PresenceBoard?
}

/// Where clients find the realtime replicas that are up, as a load balancer does.
final class RealtimeDirectory: @unchecked Sendable {
    // Confined to the simulation's thread.
    private var replicas: [RealtimeReplica] = []

    func add(_ replica: RealtimeReplica) {
        replicas.removeAll { !$0.environment.isAlive }
        replicas.append(replica)
    }

    /// The replicas that are up, in the order in which they came.
    var live: [RealtimeReplica] {
        replicas.filter(\.environment.isAlive)
    }
}

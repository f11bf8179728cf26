internal import CivilTime
internal import SimulationKit

/// What is away for a week.
struct PlannedOutage {
    /// What is away.
    enum Scope {
        /// A part that nobody can reach.
        case part(SimulatedPart)
        /// Every node of a role is down.
        case role(SystemRole)
        /// Every node is down.
        case everything
    }

    let scope: Scope
    /// When it begins.
    let begin: Timestamp

    /// Days that it lasts.
    static let days = 7
    /// The store comes once only: all that is tried in vain until it is back makes long runs.
    private static let scopes: [Scope] = [
        .part(.scheduler), .role(.backend), .role(.recurrence), .role(.notification), .everything, .part(.bus),
        .part(.services), .part(.scheduler), .role(.backend), .role(.recurrence), .role(.audit), .everything,
        .role(.realtime), .part(.services), .part(.scheduler), .role(.backend), .role(.recurrence),
        .role(.notification), .everything, .part(.database),
    ]

    /// The outage of a seed, which begins a few days after an instant; each seed takes the next scope.
    init(seed: UInt64, after start: Timestamp) {
        var stream = RandomStream(seed: seed, name: StreamName("week-long-outage"))
        scope = PlannedOutage.scopes[Int(seed % UInt64(PlannedOutage.scopes.count))]
        begin = start.adding(milliseconds: stream.number(in: 3 * 86_400_000...4 * 86_400_000))
    }

    /// Waits for its beginning, lets it last, and ends it; throws `CancellationError`.
    func strike(_ system: TodoSystem) async throws {
        let simulation = system.simulation
        let pause = begin.millisecondsSinceEpoch - simulation.now.millisecondsSinceEpoch
        try await simulation.clock.sleep(for: .milliseconds(max(0, pause)))
        simulation.note("\(telling) for \(PlannedOutage.days) days")
        let week = Duration.seconds(PlannedOutage.days * 86_400)
        switch scope {
        case .part(let part):
            let number = simulation.cut(Outage(part: part))
            try await simulation.clock.sleep(for: week)
            simulation.mend(number)
        case .role(let role): try await takeDown(system.nodes(of: role), for: week, simulation)
        case .everything: try await takeDown(system.nodes, for: week, simulation)
        }
        // No event is tried for a week: operators set the groups back to where they gave up.
        try await simulation.clock.sleep(for: .seconds(600))
        system.bus.readDeadLettersAnew()
    }

    private func takeDown(_ nodes: [SimulatedNode], for time: Duration, _ simulation: Simulation) async throws {
        for node in nodes { node.restart(after: time) }
        try await simulation.clock.sleep(for: time)
    }

    private var telling: String {
        switch scope {
        case .part(let part): "\(part.name) cannot be reached"
        case .role(let role): "every \(role.rawValue) node is down"
        case .everything: "every node is down"
        }
    }
}

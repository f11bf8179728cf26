internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// The whole system inside one simulation: durable parts, nodes, and what watches them.
final class TodoSystem: @unchecked Sendable {
    let simulation: Simulation
    let parts: SystemParts
    let store: MemoryTaskStore
    let auditLog = MemoryAuditLog()
    let bus: SimulatedEventBus
    let scheduler: SimulatedJobScheduler
    let services: SimulatedServiceInvoker
    let directory = RealtimeDirectory()
    let ledger: Ledger

    init(_ simulation: Simulation, parts: SystemParts) {
        self.simulation = simulation
        self.parts = parts
        store = MemoryTaskStore(epoch: "epoch-\(simulation.seed)")
        bus = SimulatedEventBus(simulation)
        scheduler = SimulatedJobScheduler(simulation)
        services = SimulatedServiceInvoker(simulation)
        ledger = Ledger(simulation)
    }

    /// Boots that many replicas of each role.
    func start(replicas: Int) async throws {
        for role in SystemRole.allCases {
            for number in 1...replicas { add(role, "\(role.rawValue)-\(number)") }
        }
    }

    private func add(_ role: SystemRole, _ name: String) {
        simulation.addNode(named: name) { [self] environment in
            var ports = ports(for: environment)
            parts.wire(role, &ports)
            try await parts.boot(role, ports, self)
        }
    }

    private func ports(for environment: NodeEnvironment) -> NodePorts {
        let services = services.view(for: environment)
        return NodePorts(
            environment: environment, clock: environment.clock, zones: SimulatedZones.database,
            bus: bus.view(for: environment), scheduler: scheduler.view(for: environment), invoker: services,
            host: services, taskStore: SimulatedTaskStore(environment, store: store, witness: ledger),
            auditLog: SimulatedAuditLog(environment, log: auditLog))
    }

    /// The services as users reach them.
    var frontDoor: any ServiceInvoker { services.view(for: simulation.outside) }

    /// True when nothing is on its way: every node is up, outbox and queues are empty.
    var isQuiet: Bool {
        simulation.isEveryNodeReady && bus.totalLag == 0
            && store.transaction { $0.unpublished(limit: 1).entries.isEmpty }
    }
}

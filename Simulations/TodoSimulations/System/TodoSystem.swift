internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// The whole system inside one simulation: durable parts, nodes, and what watches them.
final class TodoSystem: @unchecked Sendable {
    // Confined to the simulation's thread.
    let simulation: Simulation
    let parts: SystemParts
    let wiring: SystemWiring
    let store: MemoryTaskStore
    let auditLog = MemoryAuditLog()
    let webhooks = MemoryWebhookStore()
    let receivers: SimulatedReceivers
    /// Every webhook, by the URL of its receiver, which is its own.
    var webhooksByURL: [String: Webhook] = [:]
    let bus: SimulatedEventBus
    let scheduler: SimulatedJobScheduler
    let services: SimulatedServiceInvoker
    private let stateStore: SimulatedStateStore
    private let backends: SidecarBackends
    let directory = RealtimeDirectory()
    let ledger = Ledger()
    let invariants: InvariantSuite
    /// Every node, in the order in which they were added.
    private(set) var nodes: [SimulatedNode] = []
    /// Every device.
    var clients: [SimulatedClient] = []
    private(set) var exercised = ExercisedPaths()
    private var calendar = ReminderCalendar()
    private var occurrences = OccurrenceCalendar()
    private(set) var zoneReleases = ZoneReleases()
    /// What the seed drew for the scenario.
    let plan: ScenarioPlan?
    /// The device that was found behind last, so that waiting for all of them asks few of them.
    private var suspect = 0

    init(
        _ simulation: Simulation, parts: SystemParts, wiring: SystemWiring = .direct,
        plan: ScenarioPlan? = nil, invariants: Set<InvariantName> = Set(InvariantName.allCases)
    ) {
        self.wiring = wiring
        self.plan = plan
        self.simulation = simulation
        self.parts = parts
        self.invariants = InvariantSuite(invariants)
        store = MemoryTaskStore(epoch: "epoch-\(simulation.seed)")
        bus = SimulatedEventBus(simulation)
        scheduler = SimulatedJobScheduler(simulation)
        receivers = SimulatedReceivers(simulation, isTroubled: plan?.webhooks == .troubled)
        services = SimulatedServiceInvoker(simulation)
        stateStore = SimulatedStateStore(simulation)
        backends = SidecarBackends(bus: bus, scheduler: scheduler, services: services, state: stateStore)
        bus.publishWitness = self
    }

    /// Boots that many replicas of each role.
    func start(replicas: Int) async throws {
        for role in SystemRole.allCases {
            for number in 1...replicas { add(role, "\(role.rawValue)-\(number)") }
        }
    }

    /// The replicas of a role.
    func nodes(of role: SystemRole) -> [SimulatedNode] {
        nodes.filter { $0.name.hasPrefix("\(role.rawValue)-") }
    }

    private func add(_ role: SystemRole, _ name: String) {
        let node = simulation.addNode(named: name) { [self] environment in
            var ports = wiring == .sidecar ? sidecarPorts(of: role, environment) : ports(for: environment)
            parts.wire(role, &ports)
            try await parts.boot(role, ports, self)
            try await ports.announce()
        }
        nodes.append(node)
    }

    private func ports(for environment: NodeEnvironment) -> NodePorts {
        let services = services.view(for: environment)
        return NodePorts(
            environment: environment, clock: environment.clock, zones: NodeZones(environment: environment),
            bus: WatchedBus(base: bus.view(for: environment), system: self),
            scheduler: scheduler.view(for: environment), invoker: services, host: services, frontDoor: services,
            taskStore: SimulatedTaskStore(environment, store: store, witness: self),
            auditLog: SimulatedAuditLog(environment, log: auditLog, witness: self),
            webhookStore: SimulatedWebhookStore(environment: environment, store: webhooks),
            webhookSender: SimulatedWebhookSender(environment: environment, system: self),
            state: stateStore.view(for: environment))
    }

    /// Lets go of what holds the system in turn, once the run is over.
    func forget() {
        clients = []
        nodes = []
    }

    private func sidecarPorts(of role: SystemRole, _ environment: NodeEnvironment) -> NodePorts {
        let sidecar = parts.sidecar.ports(of: role, environment, backends)
        var ports = ports(for: environment)
        ports.bus = WatchedBus(base: sidecar.bus, system: self)
        ports.scheduler = sidecar.scheduler
        ports.state = sidecar.state
        ports.invoker = sidecar.invoker
        ports.host = sidecar.invoker
        ports.announce = { try await sidecar.sidecar.appListens() }
        return ports
    }

    /// The services as users reach them.
    var frontDoor: any ServiceInvoker { services.view(for: simulation.outside) }

    /// All that the store holds of a user, at once.
    func state(of user: UserID) -> UserState {
        store.transaction { $0.state(of: user) }
    }

    /// Writes down what happened and fails the run when an invariant says that it must not.
    func saw(_ fact: SystemFact) {
        ledger.record(fact)
        exercised.see(fact, in: ledger)
        if case .committed(let committed) = fact {
            calendar.apply(committed.change)
            occurrences.apply(committed.change)
            zoneReleases.see(committed.change, in: simulation)
        }
        do {
            try invariants.see(fact, in: self)
        } catch {
            simulation.fail(error)
        }
    }

    /// The different zone rules that any node may have had until now, oldest first.
    var zonesSoFar: [MemoryZoneDatabase] {
        SimulatedZones.databases(ofReleases: 0...simulation.newestReferenceDataRelease)
    }

    /// The earliest reminder that should have been sent by now; nil when there is none.
    func overdueReminder() -> ReminderCalendar.Entry? {
        calendar.overdue(at: simulation.now)
    }

    /// A task after which the clock should have made an occurrence by now; nil when there is none.
    func overdueOccurrence() -> TaskID? {
        occurrences.overdue(at: simulation.now)
    }

    /// True when the device has every change.
    func isAtHead(_ client: SimulatedClient) -> Bool {
        client.position?.sequence == ledger.head(of: client.userID)
    }

    /// True when every device has every change.
    func isEveryDeviceAtHead() -> Bool {
        for offset in clients.indices {
            let index = (suspect + offset) % clients.count
            guard isAtHead(clients[index]) else {
                suspect = index
                return false
            }
        }
        return true
    }
}

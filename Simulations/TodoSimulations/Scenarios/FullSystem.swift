internal import CivilTime
public import SimulationKit
internal import TodoDomain

/// Users, devices and every service, for days under faults; then the faults end and all invariants must hold.
public struct FullSystem: Sendable {
    /// Number of users.
    public var users: Int
    /// Virtual days under faults.
    public var days: Int
    /// How much goes wrong.
    public var faults: FaultLevel
    /// What is written to the trace.
    public var traceLevel: SimulationOptions.TraceLevel
    /// True sends every payload through the JSON codec; nil lets the seed decide.
    public var usesRealCodec: Bool?
    /// The bug to plant; nil for the system as it is.
    public var bug: PlantedBug?

    /// A scenario of that size.
    public init(
        users: Int = 3, days: Int = 2, faults: FaultLevel = .swarm,
        traceLevel: SimulationOptions.TraceLevel = .off, usesRealCodec: Bool? = nil, bug: PlantedBug? = nil
    ) {
        self.users = users
        self.days = days
        self.faults = faults
        self.traceLevel = traceLevel
        self.usesRealCodec = usesRealCodec
        self.bug = bug
    }

    /// Runs one seed to its end on this thread.
    public func run(seed: UInt64) -> SeedReport {
        let options = SimulationOptions(
            faults: faults.profile(for: seed), usesRealCodec: usesRealCodec ?? seed.isMultiple(of: 8),
            traceLevel: traceLevel, traceCapacity: traceLevel == .decisions ? 200_000 : 20_000)
        let simulation = Simulation(seed: seed, options: options)
        let system = TodoSystem(simulation, parts: bug?.parts ?? SystemParts())
        var failure: SeedFailure?
        do {
            try simulation.run { _ in try await play(system) }
        } catch {
            failure = SeedFailure(error)
        }
        return SeedReport(
            seed: seed, summary: simulation.summary, virtualTime: simulation.elapsed,
            commits: system.ledger.commitCount, acknowledged: system.ledger.acknowledgedCount, failure: failure,
            trace: simulation.traceEntries)
    }

    private func play(_ system: TodoSystem) async throws {
        let simulation = system.simulation
        try await system.start(replicas: 2)
        let end = simulation.now.adding(milliseconds: Int64(days) * 86_400_000)
        let clients = makeClients(system)
        for client in clients {
            simulation.outside.spawn(named: "client of \(client.userID)") { try await client.run() }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...users {
                let user = SimulatedUser(UserID("user-\(number)"), in: system, meanPauseMilliseconds: 30 * 60_000)
                group.addTask { try await user.run(until: end) }
            }
            try await group.waitForAll()
        }
        try await converge(system, clients)
        try FinalChecks(system: system, clients: clients).run()
    }

    /// Two devices for each user.
    private func makeClients(_ system: TodoSystem) -> [SimulatedClient] {
        (0..<users * 2).map {
            SimulatedClient(number: UInt64($0 + 1), of: UserID("user-\($0 / 2 + 1)"), in: system)
        }
    }

    /// Ends the faults and waits until every queue is empty and every device is up to date.
    private func converge(_ system: TodoSystem, _ clients: [SimulatedClient]) async throws {
        let simulation = system.simulation
        simulation.heal()
        for client in clients { client.stayOnline() }
        let checks = FinalChecks(system: system, clients: clients)
        try await simulation.settle("every queue is empty", within: .seconds(3 * 3_600), polling: .seconds(2)) {
            system.isQuiet && checks.overdueReminder() == nil
        }
        try await simulation.settle("every device is up to date", within: .seconds(3_600), polling: .seconds(2)) {
            system.isQuiet && clients.allSatisfy { checks.isAtHead($0) }
        }
    }
}

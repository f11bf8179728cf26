internal import CivilTime
public import SimulationKit
internal import TodoDomain

/// Users, devices and every service, for days under faults; then the faults end and all invariants must hold.
///
/// The other scenarios are this one with other zones, sizes, faults and habits of its users.
public struct FullSystem: Sendable {
    /// Which of the scenarios it is.
    public let name: ScenarioName
    /// Number of users.
    public var users: Int
    /// Virtual hours under faults.
    public var hours: Int
    /// Devices of each user.
    public var devices: Int
    /// How much goes wrong.
    public var faults: FaultLevel
    /// Virtual minutes within which the system must be at rest once the faults have ended.
    public var convergenceMinutes: Int
    /// Replicas of each service; nil for 2, or for 1 to 3 as the seed draws them under faults that the seed draws.
    public var replicas: Int?
    /// Virtual minutes after which the next node is restarted, all of them in turn; nil for never.
    public var rollingRestartMinutes: Int?
    /// Virtual minutes between two commands of a user, on average.
    public var meanPauseMinutes: Int
    /// Virtual minutes that a device stays connected, on average.
    public var meanSessionMinutes: Int
    /// Virtual minutes that a device then stays away, on average.
    public var meanAwayMinutes: Int
    /// What stands behind the ports; nil for direct, or as the seed draws it under faults that the seed draws.
    public var wiring: SystemWiring?
    /// When the run begins; nil lets the seed draw it.
    public var start: StartDate?
    /// Kinds of trouble that are left out.
    public var withoutFaults: Set<FaultFamily> = []
    /// How many times rarer, or weaker, some kinds of trouble are.
    public var softenedFaults: FaultSoftening = .none
    /// The decisions at which the seed draws who runs, while all others go in turn; nil leaves all to the seed.
    public var fifoExcept: DecisionSet?
    /// The users and commands that take part; nil for all.
    public var selection: CommandSelection?
    /// Another number draws schedule and faults anew under the same workload.
    public var redraw: UInt64 = 0
    /// What is written to the trace.
    public var traceLevel: SimulationOptions.TraceLevel
    /// Trace entries kept.
    public var traceCapacity = 20_000
    /// True sends every payload through the JSON codec; nil lets the seed decide.
    public var usesRealCodec: Bool?
    /// The invariants that are checked.
    public var invariants: Set<InvariantName> = Set(InvariantName.allCases)
    /// How the next ready job is chosen; nil lets the seed decide under swarm and brutal, and is uniform otherwise.
    public var schedule: Schedule?
    /// The bug to plant; nil for the system as it is.
    public var bug: PlantedBug?

    /// A scenario of that size, or of its own where nothing is said; `hours` takes the place of `days`.
    public init(
        _ name: ScenarioName = .fullSystem, users: Int? = nil, days: Int? = nil, hours: Int? = nil,
        devices: Int? = nil, faults: FaultLevel = .swarm, traceLevel: SimulationOptions.TraceLevel = .off,
        usesRealCodec: Bool? = nil, bug: PlantedBug? = nil
    ) {
        let size = name.size
        self.name = name
        self.users = users ?? size.users
        self.hours = hours ?? days.map { $0 * 24 } ?? size.hours
        self.devices = devices ?? size.devices
        meanPauseMinutes = size.pauseMinutes
        meanSessionMinutes = size.sessionMinutes
        meanAwayMinutes = size.awayMinutes
        convergenceMinutes = size.convergenceMinutes
        self.faults = faults
        self.traceLevel = traceLevel
        self.usesRealCodec = usesRealCodec
        self.bug = bug
    }

    /// Numbers of the users who take part.
    var participants: [Int] {
        let all = Array(1...max(1, users))
        return selection.map { selection in all.filter(selection.users.contains) } ?? all
    }

    /// Runs one seed to its end on this thread.
    public func run(seed: UInt64) -> SeedReport {
        let simulation = Simulation(seed: seed, options: options(of: seed))
        let system = TodoSystem(
            simulation, parts: bug?.parts ?? SystemParts(), wiring: wiring(of: seed),
            plan: ScenarioPlan(self, seed: seed), invariants: invariants)
        defer { system.forget() }
        var failure: SeedFailure?
        do {
            try simulation.run { _ in try await play(system) }
        } catch {
            failure = SeedFailure(error)
        }
        return SeedReport(
            seed: seed, summary: simulation.summary, virtualTime: simulation.elapsed,
            commits: system.ledger.commitCount, acknowledged: system.ledger.acknowledgedCount,
            checks: system.invariants.checkCount, exercised: system.exercised.counts,
            steps: system.ledger.steps, failure: failure,
            trace: simulation.traceEntries, traceTotal: simulation.traceTotal)
    }

    private func play(_ system: TodoSystem) async throws {
        let simulation = system.simulation
        if system.plan?.webhooks != nil {
            try system.makeWebhooks(for: participants.map { UserID("user-\($0)") })
        }
        try await system.start(replicas: replicas(of: simulation.seed))
        let hours = min(hours, system.parts.hours ?? hours)
        let end = simulation.now.adding(milliseconds: Int64(hours) * 3_600_000)
        system.clients = makeClients(system)
        for client in system.clients {
            simulation.outside.spawn(named: "client of \(client.userID)") { try await client.run() }
        }
        let upkeep = simulation.outside.spawn(named: "upkeep") { try await system.prune(everyMinutes: pruneMinutes) }
        let restarts = rollingRestartMinutes.map { minutes in
            simulation.outside.spawn(named: "rolling restarts") {
                try await system.restartNodes(everyMinutes: minutes)
            }
        }
        let outage = system.plan?.outage.map { outage in
            simulation.outside.spawn(named: "outage") { try await outage.strike(system) }
        }
        let trouble = system.isLive ? realtimeTrouble(in: system, hours: hours) : nil
        try await live(in: system, from: simulation.now, until: end)
        outage?.cancel()
        trouble?.cancel()
        upkeep.cancel()
        restarts?.cancel()
        try await converge(system)
        try system.invariants.conclude(in: system)
        if let violation = system.parts.standingViolation { throw violation }
    }

    private func realtimeTrouble(in system: TodoSystem, hours: Int) -> Task<Void, Never> {
        system.simulation.outside.spawn(named: "history") { try await system.replaceHistory(withinHours: hours) }
        return system.simulation.outside.spawn(named: "realtime restarts") {
            try await system.restartRealtimeReplicas(meanPauseMinutes: 10)
        }
    }

    /// Virtual minutes between two prunings of updates; a year of a crowd would spend a tenth of its time on more.
    private var pruneMinutes: Int { name.lastsAYear && users > 10 ? 1_440 : 180 }

    /// Lets the users live, each by a diary where the scenario has them.
    private func live(in system: TodoSystem, from begin: Timestamp, until end: Timestamp) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in participants {
                let user = SimulatedUser(
                    number: number, selected: selection?.commands(of: number), in: system,
                    meanPauseMilliseconds: Int64(meanPauseMinutes) * 60_000)
                let diary = diary(of: user, in: system, from: begin)
                group.addTask {
                    guard let diary else { return try await user.run(until: end) }
                    try await user.keep(diary, until: end)
                }
            }
            try await group.waitForAll()
        }
    }

    private func diary(of user: SimulatedUser, in system: TodoSystem, from begin: Timestamp) -> [DiaryEntry]? {
        guard let plan = system.plan, name.hasDiaries else { return nil }
        let random = system.simulation.unsharedRandom(user.stream.child("diary"))
        // As long as the scenario is by itself, so that a shorter run is the beginning of a longer one.
        let hours = max(hours, name.size.hours)
        return DiaryWriter(random: random, begin: begin, hours: hours, scenario: self, plan: plan).entries()
    }

    private func makeClients(_ system: TodoSystem) -> [SimulatedClient] {
        let habits = SimulatedClient.Habits(
            meanSessionMilliseconds: Int64(meanSessionMinutes) * 60_000,
            meanAwayMilliseconds: Int64(meanAwayMinutes) * 60_000)
        return participants.flatMap { user in
            (0..<devices).map { device in
                SimulatedClient(
                    number: UInt64((user - 1) * devices + device + 1), of: UserID("user-\(user)"), in: system,
                    habits: habits)
            }
        }
    }

    /// Ends the faults and waits until every queue is empty and every device is up to date, or until the time for it is
    /// over: what is wrong then, the invariants tell better than a timeout.
    private func converge(_ system: TodoSystem) async throws {
        // Where zone rules change, they change last of all, so that what hangs on them must follow.
        system.simulation.releaseReferenceData()
        system.simulation.heal()
        system.receivers.isTroubled = false
        if system.plan?.outage != nil { system.bus.readDeadLettersAnew() }
        for client in system.clients { client.stayOnline() }
        do {
            try await system.simulation.settle(
                "the system is at rest", within: .seconds(Int64(convergenceMinutes) * 60), polling: .seconds(2)
            ) { system.isAtRest() }
        } catch let failure as SimulationFailure where failure.kind == .notSettled {}
        if system.isLive { try await system.simulation.clock.sleep(for: PresenceTruth.bound) }
    }
}

public import ArgumentParser
public import SimulationKit
public import TodoSimulations

/// The command line of the simulator.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the whole system on one thread with one seed, under faults, in virtual time.",
        subcommands: [
            RunCommand.self, SoakCommand.self, ReplayCommand.self, ShrinkCommand.self, ProveCommand.self,
            BenchCommand.self,
            ListCommand.self,
        ]
    )
}

/// Options that size the scenario.
struct ScenarioOptions: ParsableArguments {
    @Option(help: "Which scenario; see 'simulate list'. Default: full-system, or the one that proves the planted bug.")
    var scenario: ScenarioName?

    @Option(help: "Simulated users, 1 to 10000. Default: as many as the scenario has, 3 in full-system.")
    var users: Int?

    @Option(help: "Virtual days under faults, 1 to 366. Default: as long as the scenario lasts, 1 in full-system.")
    var days: Int?

    @Option(help: "Virtual hours under faults, 1 to 8784, in place of days.")
    var hours: Int?

    @Option(help: "Devices of each user, 0 to 10. Default: as many as the scenario has, 2 in full-system.")
    var devices: Int?

    @Option(help: "Replicas of each service, 1 to 9. Default: 2; under swarm each seed draws 1 to 3.")
    var replicas: Int?

    @Option(help: "Restart the next node every so many virtual minutes, 1 to 100000, all in turn. Default: never.")
    var rollingRestarts: Int?

    @Option(help: "Virtual minutes within which the system must rest after the faults, 1 to 100000. Default: 240.")
    var convergenceMinutes: Int?

    @Option(help: "Virtual minutes between two commands of a user on average, 1 to 100000. Default: 30 in full-system.")
    var pauseMinutes: Int?

    @Option(help: "Virtual minutes that a device stays connected on average, 1 to 100000. Default: 30 in full-system.")
    var sessionMinutes: Int?

    @Option(help: "Virtual minutes that a device then stays away on average, 1 to 100000. Default: 1 in full-system.")
    var awayMinutes: Int?

    @Option(help: "The day on which the run begins, as 2028-02-28. Default: each seed draws its own.")
    var start: String?

    @Option(
        help:
            "What goes wrong: none, gentle, swarm (drawn by each seed) or brutal. Default: swarm; soak: all in turn."
    )
    var faults: FaultLevel?

    @Option(
        help: "Order of ready jobs: uniform, fifo, pct or pct:2. Default: drawn under swarm and brutal, else uniform.")
    var schedule: Schedule?

    @Option(help: "Behind the ports: direct or sidecar. Default: direct; under swarm a sixth of the seeds sidecar.")
    var wiring: SystemWiring?

    @Option(help: "Plant a bug; see 'simulate list'.")
    var bug: String?

    @Option(help: "Kinds of faults to leave out, with commas between, as crashes,outages; or all.")
    var without: FaultFamilies = .init()

    @Option(
        help: "Kinds of faults that are many times rarer or weaker, with commas between, as crashes=8,clockSkew=64.")
    var soften: FaultSoftening = .none

    @Option(help: "Run jobs in turn but at these decisions, where the seed draws: none, or as 120,340...359.")
    var fifoExcept: DecisionSet?

    @Option(help: "One user who takes part and the commands sent, as user-1:3,7; repeat it for others. Default: all.")
    var commands: [String] = []

    @Option(help: "Draw schedule and faults anew under the same workload; 0 for the seed's own draws.")
    var redraw: UInt64 = 0

    mutating func validate() throws {
        if let users, !(1...10_000).contains(users) {
            throw ValidationError("--users is \(users); it must be 1 to 10000")
        }
        if let days, !(1...366).contains(days) {
            throw ValidationError("--days is \(days); it must be 1 to 366")
        }
        if let hours, !(1...8_784).contains(hours) {
            throw ValidationError("--hours is \(hours); it must be 1 to 8784")
        }
        if let devices, !(0...10).contains(devices) {
            throw ValidationError("--devices is \(devices); it must be 0 to 10")
        }
        try validateSystem()
        try validateCommands()
        if let bug, PlantedBug.named(bug) == nil {
            throw ValidationError("no planted bug is called '\(bug)'; see 'simulate list'")
        }
        if let wiring, let needed = bug.flatMap(PlantedBug.named)?.wiring, needed != wiring {
            throw ValidationError(
                "--wiring is \(wiring.rawValue); bug '\(bug ?? "")' exists in \(needed.rawValue) only")
        }
    }

    private func validateSystem() throws {
        if let replicas, !(1...9).contains(replicas) {
            throw ValidationError("--replicas is \(replicas); it must be 1 to 9")
        }
        let minutes = [
            ("--rolling-restarts", rollingRestarts ?? 1), ("--convergence-minutes", convergenceMinutes ?? 1),
            ("--pause-minutes", pauseMinutes ?? 1), ("--session-minutes", sessionMinutes ?? 1),
            ("--away-minutes", awayMinutes ?? 1),
        ]
        for (name, value) in minutes where !(1...100_000).contains(value) {
            throw ValidationError("\(name) is \(value); it must be 1 to 100000")
        }
        if let start, StartDate(text: start) == nil {
            throw ValidationError("--start is '\(start)'; it must be a date of 2000 to 2100, as 2028-02-28")
        }
    }

    private func validateCommands() throws {
        guard let selection = CommandSelection(texts: commands) else {
            let given = commands.joined(separator: " ")
            throw ValidationError("--commands is '\(given)'; it must name each user once, as user-1:3,7 or user-2:")
        }
        let count = users ?? name.size.users
        if let last = selection.users.last, last > count {
            throw ValidationError("--commands names user-\(last); with --users \(count) there is none")
        }
    }

    /// The scenario, given or not.
    var name: ScenarioName {
        scenario ?? bug.flatMap(PlantedBug.named)?.scenario ?? .fullSystem
    }

    func fullSystem(tracing: Bool = false) -> FullSystem {
        var system = FullSystem(
            name, users: users, days: days, hours: hours, devices: devices, faults: faults ?? .swarm,
            traceLevel: tracing ? .events : .off, bug: bug.flatMap(PlantedBug.named))
        system.withoutFaults = without.families
        system.softenedFaults = soften
        system.fifoExcept = fifoExcept
        system.redraw = redraw
        system.schedule = schedule
        system.replicas = replicas
        system.rollingRestartMinutes = rollingRestarts
        system.convergenceMinutes = convergenceMinutes ?? system.convergenceMinutes
        system.meanPauseMinutes = pauseMinutes ?? system.meanPauseMinutes
        system.meanSessionMinutes = sessionMinutes ?? system.meanSessionMinutes
        system.meanAwayMinutes = awayMinutes ?? system.meanAwayMinutes
        system.start = start.flatMap(StartDate.init(text:))
        system.wiring = wiring
        system.selection = commands.isEmpty ? nil : CommandSelection(texts: commands)
        return system
    }
}

extension FaultSoftening: ExpressibleByArgument {
    /// Reads the value of an option.
    public init?(argument: String) {
        self.init(text: argument)
    }

    /// What the help shows.
    public var defaultValueDescription: String { text.isEmpty ? "none" : text }
}

extension DecisionSet: ExpressibleByArgument {
    /// Reads the value of an option.
    public init?(argument: String) {
        self.init(text: argument)
    }

    /// What the help shows.
    public var defaultValueDescription: String { text }
}

/// Kinds of faults by name, with commas between.
struct FaultFamilies: ExpressibleByArgument {
    var families: Set<FaultFamily> = []

    init() {}

    init?(argument: String) {
        let all = FaultFamily.allCases.map(\.rawValue)
        let names = argument == "all" ? all : argument.split(separator: ",").map(String.init)
        families = Set(names.compactMap(FaultFamily.init))
        guard families.count == Set(names).count else { return nil }
    }

    var defaultValueDescription: String { "none" }
}

extension ScenarioName: ExpressibleByArgument {}

extension FaultLevel: ExpressibleByArgument {}

extension Schedule: ExpressibleByArgument {
    /// What the help and a refusal suggest; depths of 1 to 9 stand behind the colon.
    public static var allValueStrings: [String] { ["uniform", "fifo", "pct", "pct:2"] }

    /// Reads what `Schedule.init(text:)` reads.
    public init?(argument: String) {
        self.init(text: argument)
    }
}

extension SystemWiring: ExpressibleByArgument {}

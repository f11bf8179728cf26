public import ArgumentParser
internal import SimulationKit
public import TodoSimulations

/// The command line of the simulator.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the whole system on one thread with one seed, under faults, in virtual time.",
        subcommands: [RunCommand.self, ReplayCommand.self, ProveCommand.self, BenchCommand.self, ListCommand.self]
    )
}

/// Options that size the scenario.
struct ScenarioOptions: ParsableArguments {
    @Option(help: "Which scenario; see 'simulate list'.")
    var scenario: ScenarioName = .fullSystem

    @Option(help: "Simulated users, 1 to 100.")
    var users: Int = 3

    @Option(help: "Virtual days under faults, 1 to 366.")
    var days: Int = 2

    @Option(help: "What goes wrong: none, gentle or swarm (each seed draws its own faults).")
    var faults: FaultLevel = .swarm

    @Option(help: "Plant a bug; see 'simulate list'.")
    var bug: String?

    mutating func validate() throws {
        guard (1...100).contains(users) else {
            throw ValidationError("--users is \(users); it must be 1 to 100")
        }
        guard (1...366).contains(days) else {
            throw ValidationError("--days is \(days); it must be 1 to 366")
        }
        if let bug, PlantedBug.named(bug) == nil {
            throw ValidationError("no planted bug is called '\(bug)'; see 'simulate list'")
        }
    }

    func fullSystem(tracing: Bool = false) -> FullSystem {
        FullSystem(
            users: users, days: days, faults: faults, traceLevel: tracing ? .events : .off,
            bug: bug.flatMap(PlantedBug.named))
    }

    /// The flags that differ from the defaults, for a command that repeats a run.
    var flags: String {
        var text = " --scenario \(scenario.rawValue) --users \(users) --days \(days) --faults \(faults.rawValue)"
        if let bug { text += " --bug \(bug)" }
        return text
    }
}

/// The scenarios by name.
enum ScenarioName: String, ExpressibleByArgument, CaseIterable {
    /// Users, devices and every service.
    case fullSystem = "full-system"
}

extension FaultLevel: ExpressibleByArgument {}

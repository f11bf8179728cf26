internal import ArgumentParser
internal import SimulationKit
internal import TodoSimulations

/// `simulate shrink`: the smallest run found that breaks the same invariant, as a short story.
struct ShrinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink",
        abstract: "Make a failing seed small while the same invariant breaks, and tell its story.")

    @OptionGroup var scenario: ScenarioOptions

    @Option(help: "The failing seed.")
    var seed: UInt64

    @Option(help: "Runs to spend at most.")
    var runs: Int = 500

    mutating func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); it must be 1 or more") }
    }

    func run() throws {
        guard let shrunk = ScenarioShrinker.shrink(scenario.fullSystem(), seed: seed, runLimit: runs) else {
            print("seed \(seed) does not fail: every invariant held")
            return
        }
        ShrunkStory(shrunk).print()
        throw ExitCode(1)
    }
}

/// What is left of a failing run, for a person to read in a minute.
struct ShrunkStory {
    private let shrunk: ShrunkFailure

    init(_ shrunk: ShrunkFailure) {
        self.shrunk = shrunk
    }

    func print() {
        let scenario = shrunk.scenario
        let families = scenario.faultProfile(of: shrunk.report.seed).activeFamilies.map(\.rawValue)
        Swift.print("")
        Swift.print(
            "shrunk from \(shrunk.originalCommandCount) commands to \(shrunk.commandCount) in \(shrunk.runs) runs")
        let users = scenario.selection?.users.count ?? scenario.users
        Swift.print("users \(users), devices each \(scenario.devices), hours \(scenario.hours)")
        Swift.print("faults: \(families.isEmpty ? "none" : families.joined(separator: ", "))")
        Swift.print("invariant: \(shrunk.report.failure?.name ?? "none")")
        Swift.print("")
        for line in shrunk.story { Swift.print(line) }
        Swift.print("")
        Swift.print("replay: \(shrunk.replayCommand)")
    }
}

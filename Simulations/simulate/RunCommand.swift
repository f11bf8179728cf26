internal import ArgumentParser
internal import FoundationEssentials
internal import SimulationKit
internal import TodoSimulations

/// `simulate run`: seeds until one fails.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a seed, or a range of seeds, each of them twice, and check every invariant.")

    @OptionGroup var scenario: ScenarioOptions
    @OptionGroup var running: RunningOptions

    @Option(help: "One seed, as 7, or a range, as 1...500.")
    var seeds: SeedRange?

    @Option(help: "One seed.")
    var seed: UInt64?

    @Flag(help: "Print one line for each seed: seed and hash.")
    var hashes = false

    @Flag(name: .customLong("no-shrink"), help: "Tell of a failing seed as it was found, without making it smaller.")
    var skipsShrinking = false

    mutating func validate() throws {
        if seed != nil, seeds != nil { throw ValidationError("give --seed or --seeds, not both") }
    }

    private var range: ClosedRange<UInt64> {
        if let seeds { return seeds.seeds }
        let single = seed ?? 1
        return single...single
    }

    func run() async throws {
        let system = scenario.fullSystem()
        let isRunTwice = !running.once
        let runner = SeedRunner(seeds: range, parallelism: running.workers) { seed in
            SeedOutcome(system, seed: seed, isRunTwice: isRunTwice)
        }
        var totals = RunTotals(expected: range.count)
        var failed: SeedOutcome?
        await runner.forEach { outcome in
            totals.add(outcome)
            if hashes { print("\(outcome.seed) \(hex(outcome.report.summary.decisionHash))") }
            // Several may fail at the same time; the lowest is the one to speak of.
            if outcome.failure != nil, outcome.seed < failed?.seed ?? .max { failed = outcome }
            totals.showProgress()
            return failed == nil
        }
        totals.endProgress()
        totals.printTable(of: scenario)
        guard let failed else { return }
        tell(failed)
        throw ExitCode(1)
    }

    private func tell(_ failed: SeedOutcome) {
        FailureStory(failed, scenario: scenario).print()
        guard !skipsShrinking, failed.disagreement == nil else { return }
        StandardError.print("  shrinking; --no-shrink leaves it as it is")
        if let shrunk = ScenarioShrinker.shrink(scenario.fullSystem(), seed: failed.seed) {
            ShrunkStory(shrunk).print()
        }
    }
}

/// How seeds are run.
struct RunningOptions: ParsableArguments {
    @Option(help: "Simulations at a time, 1 to 256; default: one for each processor.")
    var parallel: Int?

    @Flag(help: "Run each seed once, without a second run that must make the same decisions.")
    var once = false

    mutating func validate() throws {
        if let parallel, !(1...256).contains(parallel) {
            throw ValidationError("--parallel is \(parallel); it must be 1 to 256")
        }
    }

    var workers: Int { parallel ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// Sixteen hexadecimal digits.
func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

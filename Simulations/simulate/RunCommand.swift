internal import ArgumentParser
internal import FoundationEssentials
internal import SimulationKit
internal import TodoSimulations

/// `simulate run`: seeds until one fails.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a seed, or a range of seeds, and check every invariant.")

    @OptionGroup var scenario: ScenarioOptions

    @Option(help: "One seed, as 7, or a range, as 1...500.")
    var seeds: SeedRange?

    @Option(help: "One seed.")
    var seed: UInt64?

    @Option(help: "Simulations at a time.")
    var parallel: Int?

    @Flag(help: "Run each seed twice and compare the hashes of all decisions.")
    var twice = false

    @Flag(help: "Print one line for each seed: seed and hash.")
    var hashes = false

    @Flag(name: .customLong("no-shrink"), help: "Tell of a failing seed as it was found, without making it smaller.")
    var skipsShrinking = false

    mutating func validate() throws {
        if seed != nil, seeds != nil { throw ValidationError("give --seed or --seeds, not both") }
        if let parallel, !(1...256).contains(parallel) {
            throw ValidationError("--parallel is \(parallel); it must be 1 to 256")
        }
    }

    private var range: ClosedRange<UInt64> {
        if let seeds { return seeds.seeds }
        let single = seed ?? 1
        return single...single
    }

    func run() async throws {
        let system = scenario.fullSystem()
        let runs = twice ? 2 : 1
        let workers = parallel ?? ProcessInfo.processInfo.activeProcessorCount
        let runner = SeedRunner(seeds: range, parallelism: workers) { seed in
            (0..<runs).map { _ in system.run(seed: seed) }
        }
        var totals = RunTotals(expected: range.count)
        var failed: SeedReport?
        await runner.forEach { reports in
            guard let report = reports.first else { return false }
            totals.add(report)
            if hashes { print("\(report.seed) \(hex(report.summary.decisionHash))") }
            if let second = reports.dropFirst().first, second.summary.decisionHash != report.summary.decisionHash {
                print("seed \(report.seed) is not deterministic: two runs made different decisions")
                failed = report
            } else if report.failure != nil {
                failed = report
            }
            totals.showProgress()
            return failed == nil
        }
        totals.printTable(of: scenario)
        if let failed {
            FailureStory(failed, scenario: scenario).print()
            if !skipsShrinking { shrink(failed.seed) }
            throw ExitCode(1)
        }
    }

    private func shrink(_ seed: UInt64) {
        StandardError.print("  shrinking; --no-shrink leaves it as it is")
        if let shrunk = ScenarioShrinker.shrink(scenario.fullSystem(), seed: seed) { ShrunkStory(shrunk).print() }
    }
}

/// Sixteen hexadecimal digits.
func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

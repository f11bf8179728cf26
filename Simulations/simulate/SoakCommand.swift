internal import ArgumentParser
internal import SimulationKit
internal import TodoSimulations

/// `simulate soak`: new seeds, hour after hour, until the time is over or somebody stops it.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run new seeds until stopped, keep those that fail, and go on from there the next time.")

    @OptionGroup var scenario: ScenarioOptions
    @OptionGroup var running: RunningOptions

    @Option(name: .customLong("for"), help: "How long, as 90s, 10m or 8h; default: until Ctrl-C.")
    var duration: SoakDuration?

    @Option(help: "Seeds to run at most in this go.")
    var limit: Int?

    @Option(help: "Folder that remembers the next seed and the failures.")
    var state: String = ".simulate"

    @Option(name: .customLong("from"), help: "The seed to begin with, in place of the remembered one.")
    var firstSeed: UInt64?

    mutating func validate() throws {
        if let limit, !(1...10_000_000).contains(limit) {
            throw ValidationError("--limit is \(limit); it must be 1 to 10000000")
        }
        if state.isEmpty { throw ValidationError("--state is empty; it must be the path of a folder") }
    }

    /// Without a word about faults, every profile that has any takes its turn.
    private var systems: [FullSystem] {
        let levels = scenario.faults.map { [$0] } ?? FaultLevel.allCases.filter { $0 != .none }.reversed()
        return levels.map { level in
            var system = scenario.fullSystem()
            system.faults = level
            return system
        }
    }

    func run() async throws {
        var memory = try SoakMemory(folder: state)
        let first = firstSeed ?? memory.nextSeed
        let (last, overflow) = first.addingReportingOverflow(UInt64((limit ?? Int.max) - 1))
        StandardError.print("  from seed \(first), failures go to \(memory.failuresPath); Ctrl-C stops")
        StopRequest.listen()
        let totals = try await soak(first...(overflow ? .max : last), &memory)
        totals.printTable(of: scenario)
        guard !memory.failures.isEmpty else { return print("no failure; the next seed is \(memory.nextSeed)") }
        for failure in memory.failures.prefix(20) { print(failure) }
        if memory.failures.count > 20 { print("and \(memory.failures.count - 20) more in \(memory.failuresPath)") }
        throw ExitCode(1)
    }

    private func soak(_ seeds: ClosedRange<UInt64>, _ memory: inout SoakMemory) async throws -> RunTotals {
        let isRunTwice = !running.once
        let runner = SeedRunner(seeds: seeds, parallelism: running.workers) { [systems] seed in
            SeedOutcome(systems[Int(seed % UInt64(systems.count))], seed: seed, isRunTwice: isRunTwice)
        }
        let end = duration.map { ContinuousClock.now + $0.duration }
        var totals = RunTotals(expected: limit)
        var done = DoneSeeds(next: seeds.lowerBound)
        var writing: Result<Void, any Error> = .success(())
        await runner.forEach { outcome in
            totals.add(outcome)
            done.insert(outcome.seed)
            if outcome.failure != nil { totals.endProgress() }
            writing = Result {
                try writing.get()
                try memory.note(outcome, nextSeed: done.next)
            }
            totals.showProgress()
            guard case .success = writing else { return false }
            return !StopRequest.isMade && end.map { ContinuousClock.now < $0 } ?? true
        }
        totals.endProgress()
        try writing.get()
        return totals
    }
}

/// A time on the machine, such as `90s`, `10m` or `8h`.
struct SoakDuration: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let unit = argument.last, let number = Int64(argument.dropLast()), (1...1_000_000).contains(number)
        else { return nil }
        switch unit {
        case "s": duration = .seconds(number)
        case "m": duration = .seconds(number * 60)
        case "h": duration = .seconds(number * 3_600)
        default: return nil
        }
    }
}

/// Which seeds are done, told as the first one that is not; seeds that run at the same time end in any order.
struct DoneSeeds {
    /// Every seed below it is done.
    private(set) var next: UInt64
    private var later: Set<UInt64> = []

    init(next: UInt64) {
        self.next = next
    }

    mutating func insert(_ seed: UInt64) {
        later.insert(seed)
        while later.remove(next) != nil { next = next == .max ? next : next + 1 }
    }
}

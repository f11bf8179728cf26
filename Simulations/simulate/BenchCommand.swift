internal import ArgumentParser
internal import TodoSimulations

/// `simulate bench`: how fast one core simulates.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure decisions, deliveries and virtual time a second on one core.")

    @Option(help: "Seeds of the full system to run.")
    var seeds: Int = 20

    mutating func validate() throws {
        guard seeds >= 1 else { throw ValidationError("--seeds is \(seeds); it must be 1 or more") }
    }

    func run() throws {
        for bench in KernelBench.all {
            let start = ContinuousClock.now
            let count = try bench.run()
            let seconds = (ContinuousClock.now - start).seconds
            let padding = String(repeating: " ", count: max(1, 40 - bench.name.count))
            print("\(bench.name)\(padding)\(Int(Double(count) / seconds)) a second")
        }
        var totals = RunTotals(expected: seeds)
        for seed in 1...UInt64(seeds) { totals.add(FullSystem().run(seed: seed)) }
        print("")
        totals.printTable(of: ScenarioOptions.parseOrExit([]))
    }
}

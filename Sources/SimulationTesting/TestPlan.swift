internal import SimulationKit
internal import Testing

/// What a test simulates, apart from the seed.
struct TestPlan<Step: Sendable>: Sendable {
    let faults: FaultChoice
    let options: SimulationTestOptions
    let site: SharedCoverage.Site
    let function: String
    let steps: @Sendable (SimulationRandom) -> [Step]
    let body: @Sendable (World, [Step]) async throws -> Void

    /// Faults, schedule and steps of the seed; the steps have a random stream of their own.
    func makeCase(seed: UInt64) -> SimulationCase<Step> {
        var simulation = options.simulation
        simulation.faults = faults.profile(seed)
        if options.drawsSchedule { simulation.schedule = .swarm(seed) }
        let steps = steps(Simulation(seed: seed).unsharedRandom(StreamName.workload.child("steps")))
        return SimulationCase(seed: seed, options: simulation, steps: steps, body: body)
    }

    /// Runs one seed and takes its part of the assertions into account.
    func run(_ seed: Seed, tellsFirstAtLength: Bool = true) throws {
        if let fault = seed.coverage.requested.fault { throw RequestError(description: fault) }
        let reached = try SeedTrial(plan: self, seed: seed.value).run {
            seed.coverage.addFailure(at: site) && tellsFirstAtLength
        }
        try seed.coverage.add(reached, at: site)
    }

    /// The command that repeats the seed.
    func replay(of seed: UInt64) -> String {
        if let command = options.replayCommand { return command(seed) }
        return "\(RequestedSeed.variable)=\(seed) swift test --filter '\(testName)'"
    }

    /// The test that runs, as a filter of `swift test` takes it: module, suites and function.
    private var testName: String {
        let module = site.fileID.prefix { $0 != "/" }
        let function = String(function.prefix { $0 != "(" })
        guard let current = Test.current else { return function }
        let identifier = "\(current.id)"
        guard let end = identifier.firstIndex(of: "(") else { return "\(module).*/\(function)" }
        return String(identifier[..<end])
    }
}

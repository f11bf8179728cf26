internal import SimulationKit
internal import TodoSimulations

/// Tells of a failed seed: what broke, the last events that matter, and how to see it again.
struct FailureStory {
    private let report: SeedReport
    private let scenario: ScenarioOptions
    private static let lastEntries = 25

    init(_ report: SeedReport, scenario: ScenarioOptions) {
        self.report = report
        self.scenario = scenario
    }

    func print() {
        Swift.print("")
        Swift.print("FAILED seed \(report.seed)")
        if let failure = report.failure {
            Swift.print("invariant: \(failure.name)")
            Swift.print(failure.message)
        }
        let traced = report.trace.isEmpty ? scenario.fullSystem(tracing: true).run(seed: report.seed) : report
        Swift.print("")
        Swift.print("last events:")
        for entry in traced.trace.suffix(FailureStory.lastEntries) { Swift.print("  \(entry)") }
        Swift.print("")
        Swift.print("replay: simulate replay --seed \(report.seed)\(scenario.flags)")
    }
}

internal import TodoSimulations

/// What became of a seed that was run once, or twice to compare.
struct SeedOutcome: Sendable {
    let scenario: FullSystem
    let report: SeedReport
    /// How the second run differed; nil when it did not, or when there was none.
    let disagreement: SeedFailure?
    let isComparedTwice: Bool

    /// Runs the seed on this thread.
    init(_ scenario: FullSystem, seed: UInt64, isRunTwice: Bool) {
        self.scenario = scenario
        report = scenario.run(seed: seed)
        isComparedTwice = isRunTwice
        disagreement = isRunTwice ? report.disagreement(with: scenario.run(seed: seed)) : nil
    }

    var seed: UInt64 { report.seed }

    /// Nondeterminism comes first: nothing else that such a seed says can be repeated.
    var failure: SeedFailure? { disagreement ?? report.failure }

    /// The command that shows the seed again.
    var command: String {
        let arguments = scenario.arguments.joined(separator: " ")
        return disagreement == nil
            ? "simulate replay --seed \(seed) \(arguments)" : "simulate run --seed \(seed) \(arguments)"
    }
}

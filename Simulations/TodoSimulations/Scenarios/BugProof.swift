/// Whether and how soon a planted bug was found.
public struct BugProof: Sendable, CustomStringConvertible {
    /// The bug.
    public let bug: PlantedBug
    /// Seeds that were run.
    public let seedsTried: UInt64
    /// What broke; nil when nothing did.
    public let failure: SeedFailure?

    /// The failure made small; nil when nothing broke or nobody asked.
    public let shrunk: ShrunkFailure?

    /// True when an invariant broke that the bug is expected to break.
    public var isFound: Bool {
        failure.map { failure in bug.expected.contains { $0.rawValue == failure.name } } ?? false
    }

    /// Runs the bug's scenario with the bug, seed by seed from 1, until something breaks; makes that small if asked.
    public static func search(for bug: PlantedBug, limit: UInt64, shrinks: Bool = false) -> BugProof {
        for seed in 1...limit {
            let scenario = FullSystem(bug.scenario, bug: bug)
            if let failure = scenario.run(seed: seed).failure {
                let shrunk = shrinks ? ScenarioShrinker.shrink(scenario, seed: seed) : nil
                return BugProof(bug: bug, seedsTried: seed, failure: failure, shrunk: shrunk)
            }
        }
        return BugProof(bug: bug, seedsTried: limit, failure: nil, shrunk: nil)
    }

    /// What came of the search, in a few words.
    public var verdict: String {
        guard let failure else { return "NOT FOUND" }
        return isFound ? failure.name : "UNEXPECTED: \(failure.name)"
    }

    /// One line: bug, verdict, seeds, and what was found.
    public var description: String {
        "\(bug.name): \(verdict) after \(seedsTried) seeds" + (failure.map { ", \($0.message)" } ?? "")
    }
}

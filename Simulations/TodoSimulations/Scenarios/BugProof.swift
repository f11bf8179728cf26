/// Whether and how soon a planted bug was found.
public struct BugProof: Sendable, CustomStringConvertible {
    /// The bug.
    public let bug: PlantedBug
    /// Seeds that were run.
    public let seedsTried: UInt64
    /// What broke; nil when nothing did.
    public let failure: SeedFailure?

    /// True when an invariant broke that the bug is expected to break.
    public var isFound: Bool {
        failure.map { failure in bug.expected.contains { $0.rawValue == failure.name } } ?? false
    }

    /// Runs the full system with the bug, seed by seed from 1, until something breaks.
    public static func search(for bug: PlantedBug, limit: UInt64) -> BugProof {
        for seed in 1...limit {
            if let failure = FullSystem(bug: bug).run(seed: seed).failure {
                return BugProof(bug: bug, seedsTried: seed, failure: failure)
            }
        }
        return BugProof(bug: bug, seedsTried: limit, failure: nil)
    }

    /// One line: bug, verdict, invariant, seeds.
    public var description: String {
        let padding = String(repeating: " ", count: max(1, 32 - bug.name.count))
        guard let failure else { return "\(bug.name)\(padding)NOT FOUND in \(seedsTried) seeds" }
        let verdict = isFound ? "found" : "UNEXPECTED"
        return "\(bug.name)\(padding)\(verdict) by '\(failure.name)' at seed \(seedsTried)"
    }
}

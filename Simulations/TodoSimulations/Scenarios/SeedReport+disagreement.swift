internal import SimulationKit

extension SeedReport {
    /// Why another run of the same seed was not the same run; nil when it was.
    ///
    /// It names the decisions between which the two parted, as closely as the hashes that both kept can tell.
    public func disagreement(with other: SeedReport) -> SeedFailure? {
        guard summary.decisionHash == other.summary.decisionHash else {
            return SeedFailure(nondeterminism: "two runs made different decisions, first \(parting(from: other))")
        }
        guard summary == other.summary, commits == other.commits, acknowledged == other.acknowledged,
            failure == other.failure
        else { return SeedFailure(nondeterminism: "two runs made the same decisions and did different things") }
        return nil
    }

    private func parting(from other: SeedReport) -> String {
        let pairs = zip(summary.hashCheckpoints, other.summary.hashCheckpoints)
        let equal = pairs.prefix { $0 == $1 }.count * SimulationSummary.checkpointInterval
        let end = equal + SimulationSummary.checkpointInterval
        let shorter = min(summary.decisions, other.summary.decisions)
        guard end <= shorter else { return "from decision \(equal) on" }
        return "between decisions \(equal) and \(end)"
    }
}

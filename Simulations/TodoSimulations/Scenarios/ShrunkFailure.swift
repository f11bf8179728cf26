internal import SimulationKit

/// A failing run made small, and its story.
public struct ShrunkFailure: Sendable {
    /// What is left of the scenario.
    public let scenario: FullSystem
    /// The scenario as it failed first.
    public let original: FullSystem
    /// The run of what is left, with its trace.
    public let report: SeedReport
    /// Commands that users sent in the run as it was found.
    public let originalCommandCount: Int
    /// Runs that it took.
    public let runs: Int

    /// Commands that are left.
    public var commandCount: Int { report.steps.count }

    /// The command that repeats what is left.
    public var replayCommand: String {
        "simulate replay --seed \(report.seed) " + scenario.arguments.joined(separator: " ")
    }

    /// What was made smaller, one line for each dimension, as `commands 262 → 2`.
    public var dimensions: [String] {
        let seed = report.seed
        return [
            "commands \(originalCommandCount) → \(commandCount)",
            "users \(original.participants.count) → \(scenario.participants.count)",
            "devices each \(original.devices) → \(scenario.devices)",
            "replicas \(original.replicas(of: seed)) → \(scenario.replicas(of: seed))",
            "hours \(original.hours) → \(scenario.hours)",
            "kinds of faults \(original.faultProfile(of: seed).activeFamilies.count) → \(faultsInWords)",
            "schedule \(order(of: original)) → \(order(of: scenario))",
        ]
    }

    private var faultsInWords: String {
        let families = scenario.faultProfile(of: report.seed).activeFamilies
        guard !families.isEmpty else { return "0" }
        return "\(families.count) (" + families.map { RunStory.words($0.rawValue) }.joined(separator: ", ") + ")"
    }

    private func order(of scenario: FullSystem) -> String {
        guard let exceptions = scenario.fifoExcept else { return scenario.schedule(of: report.seed).description }
        switch exceptions.count {
        case 0: return "each job in its turn"
        case 1: return "in turn but for 1 decision"
        default: return "in turn but for \(exceptions.count) decisions"
        }
    }

    /// The commands that are left, the faults that struck, what was committed and what broke, numbered, in order.
    public var story: [String] {
        RunStory(report).lines.enumerated().map { index, line in
            let number = String(index + 1)
            return String(repeating: " ", count: max(0, 3 - number.count)) + "\(number). \(line)"
        }
    }

    /// The regression test that keeps what is left from failing again, under the name of a type.
    public func regressionTest(named typeName: String? = nil) -> RegressionTest {
        RegressionTest(
            typeName: typeName, scenario: scenario, seed: report.seed, invariant: report.failure?.name ?? "invariant",
            story: story)
    }
}

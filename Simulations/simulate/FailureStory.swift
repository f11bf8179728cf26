internal import SimulationKit
internal import TodoSimulations

/// Tells of a failed seed: what broke, the last events that matter, and how to see it again.
struct FailureStory {
    private let outcome: SeedOutcome
    private let scenario: ScenarioOptions
    private static let lastEntries = 25

    init(_ outcome: SeedOutcome, scenario: ScenarioOptions) {
        self.outcome = outcome
        self.scenario = scenario
    }

    private var report: SeedReport { outcome.report }

    /// The newest entries about the tasks, or else the users, that the failure names, with the crashes in between.
    ///
    /// The newest of all when it names none.
    private func eventsThatMatter(in traced: SeedReport) -> ArraySlice<TraceEntry> {
        let words = (outcome.failure?.message ?? "").split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        let tasks = zip(words, words.dropFirst()).filter { $0.0 == "task" }.map { "task \($0.1)" }
        let subjects = tasks.isEmpty ? words.filter { $0.hasPrefix("user-") }.map(String.init) : tasks
        guard !subjects.isEmpty else { return traced.trace.suffix(FailureStory.lastEntries) }
        let matching = traced.trace.filter { entry in
            entry.kind == "crash" || entry.text == "healed"
                || subjects.contains {
                    entry.text.hasSuffix($0) || entry.text.contains($0 + " ") || entry.text.contains($0 + "/")
                }
        }
        return matching.suffix(FailureStory.lastEntries)
    }

    func print() {
        Swift.print("")
        Swift.print("FAILED seed \(report.seed)")
        if let failure = outcome.failure {
            Swift.print("invariant: \(failure.name)")
            Swift.print(failure.message)
        }
        let traced = scenario.fullSystem(tracing: true).run(seed: report.seed)
        Swift.print("")
        Swift.print("last events:")
        for entry in eventsThatMatter(in: traced) { Swift.print("  \(entry)") }
        Swift.print("")
        Swift.print("run: \(scenario.fullSystem().settings(of: report.seed))")
        Swift.print("options: \(scenario.fullSystem().options(of: report.seed))")
        Swift.print("\(outcome.disagreement == nil ? "replay" : "again"): \(outcome.command)")
    }
}

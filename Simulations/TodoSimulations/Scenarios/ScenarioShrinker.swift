internal import CivilTime
internal import SimulationKit

/// Makes a failing run smaller, part by part, as long as the same invariant breaks.
public struct ScenarioShrinker {
    let seed: UInt64
    private let invariant: String
    private let runLimit: Int
    private let decisionLimit: Int
    var best: FullSystem
    var report: SeedReport
    private var runs = 1
    private var decisions: Int

    /// The smallest scenario found whose run still breaks the same invariant; nil when the seed does not fail.
    ///
    /// Both limits bound the work: runs, and scheduling decisions over all runs (about a million take two seconds).
    public static func shrink(
        _ scenario: FullSystem, seed: UInt64, runLimit: Int = 1_500, decisionLimit: Int = 12_000_000
    ) -> ShrunkFailure? {
        var scenario = scenario
        scenario.traceLevel = .off
        let report = scenario.run(seed: seed)
        guard let failure = report.failure else { return nil }
        var shrinker = ScenarioShrinker(seed, scenario, report, failure, runLimit, decisionLimit)
        shrinker.shrinkAll()
        return shrinker.result(from: scenario, commandCount: report.steps.count)
    }

    private init(
        _ seed: UInt64, _ scenario: FullSystem, _ report: SeedReport, _ failure: SeedFailure, _ runLimit: Int,
        _ decisionLimit: Int
    ) {
        self.seed = seed
        self.runLimit = runLimit
        self.decisionLimit = decisionLimit
        self.report = report
        best = scenario
        invariant = failure.name
        decisions = report.summary.decisions
    }

    var isSpent: Bool { runs >= runLimit || decisions >= decisionLimit }

    private func result(from original: FullSystem, commandCount: Int) -> ShrunkFailure {
        var traced = best
        traced.traceLevel = .events
        return ShrunkFailure(
            scenario: best, original: original, report: traced.run(seed: seed), originalCommandCount: commandCount,
            runs: runs)
    }

    private mutating func shrinkAll() {
        shrinkTime()
        selectSteps()
        // What was needed at first may be needless once something else is gone.
        for _ in 0..<4 {
            let arguments = best.arguments
            shrinkUsers()
            shrinkDevices()
            shrinkReplicas()
            shrinkFaults()
            shrinkCommands()
            shrinkTime()
            goInTurn()
            guard best.arguments != arguments, !isSpent else { break }
        }
        softenFaults()
        narrowSchedule()
    }

    /// Runs the candidate under the present draws, then under some others; keeps the first that fails alike.
    private mutating func accept(_ candidate: FullSystem, redraws: UInt64) -> Bool {
        for redraw in [best.redraw] + (0..<redraws).map({ $0 + 1 }) {
            guard !isSpent else { return false }
            var candidate = candidate
            candidate.redraw = redraw
            let report = candidate.run(seed: seed)
            runs += 1
            decisions += report.summary.decisions
            guard report.failure?.name == invariant else { continue }
            best = candidate
            self.report = report
            return true
        }
        return false
    }

    /// Keeps the change when the run still fails alike, under the present draws or some others.
    mutating func accept(redraws: UInt64 = 0, _ change: (inout FullSystem) -> Void) -> Bool {
        var candidate = best
        change(&candidate)
        return accept(candidate, redraws: redraws)
    }
}

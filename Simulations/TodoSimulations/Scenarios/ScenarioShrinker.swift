internal import CivilTime
internal import SimulationKit

/// Makes a failing run smaller, part by part, as long as the same invariant breaks.
public struct ScenarioShrinker {
    private let seed: UInt64
    private let invariant: String
    private let runLimit: Int
    private let decisionLimit: Int
    private var best: FullSystem
    private var report: SeedReport
    private var runs = 1
    private var decisions: Int

    /// The smallest scenario found whose run still breaks the same invariant; nil when the seed does not fail.
    ///
    /// Both limits bound the work: runs, and scheduling decisions over all runs (about a million take two seconds).
    public static func shrink(
        _ scenario: FullSystem, seed: UInt64, runLimit: Int = 500, decisionLimit: Int = 12_000_000
    ) -> ShrunkFailure? {
        var scenario = scenario
        scenario.traceLevel = .off
        let report = scenario.run(seed: seed)
        guard let failure = report.failure else { return nil }
        var shrinker = ScenarioShrinker(seed, scenario, report, failure, runLimit, decisionLimit)
        shrinker.shrinkAll()
        return shrinker.result(from: report.steps.count)
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

    private var isSpent: Bool { runs >= runLimit || decisions >= decisionLimit }

    private func result(from originalCount: Int) -> ShrunkFailure {
        var traced = best
        traced.traceLevel = .events
        return ShrunkFailure(
            scenario: best, report: traced.run(seed: seed), originalCommandCount: originalCount, runs: runs)
    }

    private mutating func shrinkAll() {
        shrinkTime()
        selectSteps()
        // What was needed at first may be needless once something else is gone.
        for _ in 0..<4 {
            let arguments = best.arguments
            shrinkUsers()
            shrinkDevices()
            shrinkFaults()
            shrinkCommands()
            shrinkTime()
            guard best.arguments != arguments, !isSpent else { return }
        }
    }

    /// Runs the candidate under the present draws, then under some others; keeps the first that fails alike.
    private mutating func accept(_ candidate: FullSystem, redraws: UInt64 = 0) -> Bool {
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

    private mutating func accept(redraws: UInt64 = 0, _ change: (inout FullSystem) -> Void) -> Bool {
        var candidate = best
        change(&candidate)
        return accept(candidate, redraws: redraws)
    }

    private mutating func shrinkTime() {
        let begin = best.start(of: seed).instant.millisecondsSinceEpoch
        let lastCommand = report.steps.last.map { $0.time.millisecondsSinceEpoch - begin } ?? 0
        let needed = Int(lastCommand / 3_600_000) + 1
        for hours in [1, 2, 3, 6, 12, 24, 48, needed].sorted() where hours < best.hours {
            if accept({ $0.hours = hours }) { return }
        }
    }

    /// From now on each command is named, so that single ones can be left out.
    private mutating func selectSteps() {
        let steps = report.steps.map { (user: $0.user, number: $0.number) }
        _ = accept { $0.selection = CommandSelection(users: $0.participants, steps: steps) }
    }

    private mutating func shrinkUsers() {
        for user in best.participants.reversed() {
            guard let selection = best.selection, selection.users.count > 1 else { return }
            let steps = selection.steps.filter { $0.user != user }
            let isGone = accept(redraws: 3) {
                $0.selection = CommandSelection(users: selection.users.filter { $0 != user }, steps: steps)
                $0.users = $0.participants.max() ?? 1
            }
            guard !isGone else { continue }
            _ = accept(redraws: 3) { $0.selection = CommandSelection(users: selection.users, steps: steps) }
        }
    }

    private mutating func shrinkDevices() {
        for devices in 0..<best.devices where accept({ $0.devices = devices }) { return }
    }

    private mutating func shrinkFaults() {
        let active = best.faultProfile(of: seed).activeFamilies
        guard !active.isEmpty else { return }
        if accept({ $0.withoutFaults = Set(FaultFamily.allCases) }) { return }
        for family in active { _ = accept(redraws: 2) { $0.withoutFaults.insert(family) } }
    }

    private mutating func shrinkCommands() {
        guard let selection = best.selection else { return }
        _ = DeltaDebugging.smallest(of: selection.steps) { steps in
            // Few commands run fast, but draw so few chances that the fault they need may just not strike.
            accept(redraws: steps.count <= 12 ? 6 : 2) {
                $0.selection = CommandSelection(users: selection.users, steps: steps)
            }
        }
    }
}

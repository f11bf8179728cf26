internal import SimulationKit

/// One seed of a test: run, run again, and made small when it fails.
struct SeedTrial<Step: Sendable> {
    let plan: TestPlan<Step>
    let seed: UInt64

    /// What the seed reached; throws a `SimulationTestFailure`.
    func run(tellsAtLength: () -> Bool) throws -> Coverage {
        let trialCase = plan.makeCase(seed: seed)
        let outcome = trialCase.run()
        if plan.options.checksDeterminism {
            let second = trialCase.run()
            guard second.hash == outcome.hash, second.label == outcome.label else {
                _ = tellsAtLength()
                throw differs(trialCase)
            }
        }
        guard outcome.failure != nil else { return outcome.coverage }
        guard tellsAtLength(), plan.options.shrinks else {
            throw report(trialCase, outcome, before: trialCase, runs: 0)
        }
        var shrinker = CaseShrinker(trialCase, label: outcome.label, runLimit: plan.options.shrinkingRunLimit)
        shrinker.shrink()
        throw report(shrinker.smallest, shrinker.smallest.traced.run(), before: trialCase, runs: shrinker.runs)
    }

    private func report(
        _ smallest: SimulationCase<Step>, _ outcome: SimulationCase<Step>.Outcome, before: SimulationCase<Step>,
        runs: Int
    ) -> SimulationTestFailure {
        SimulationTestFailure(
            seed: seed, assertion: outcome.label ?? "nothing", message: outcome.message, time: outcome.failureTime,
            steps: smallest.steps.map { "\($0)" }, stepsBefore: before.steps.count, faults: smallest.options.faults,
            familiesBefore: before.options.faults.activeFamilies.count, schedule: smallest.options.schedule.description,
            events: outcome.trace.suffix(plan.options.shownEvents), shrinkingRuns: runs, replay: plan.replay(of: seed))
    }

    /// Runs twice more with traces, to show where the runs part.
    private func differs(_ trialCase: SimulationCase<Step>) -> SimulationTestFailure {
        let (first, second) = (trialCase.traced.run(), trialCase.traced.run())
        let parting = zip(first.trace, second.trace).first { $0 != $1 }
        let place = parting.map { "first difference:\n  \($0)\n  \($1)" } ?? "their traces do not differ"
        let message = "two runs decided differently; time, chance or order comes from outside the simulation; \(place)"
        var failure = report(trialCase, first, before: trialCase, runs: 0)
        failure.assertion = "determinism"
        failure.message = message
        return failure
    }
}

internal import SimulationKit

extension ScenarioShrinker {
    /// Leaves out kinds of faults: all, or else one by one.
    mutating func shrinkFaults() {
        let active = best.faultProfile(of: seed).activeFamilies
        if best.faults != .none, accept({ [seed] in $0.switchOffFaults(of: seed) }) { return }
        guard !active.isEmpty else { return }
        if accept({ $0.withoutFaults = Set(FaultFamily.allCases) }) { return }
        for family in active { _ = accept(redraws: 2) { $0.withoutFaults.insert(family) } }
    }

    /// Makes the kinds of faults that must stay as rare, or as weak, as the failure allows.
    mutating func softenFaults() {
        for family in best.faultProfile(of: seed).activeFamilies {
            for divisor: Int64 in [4_096, 256, 16, 4] {
                if accept(redraws: 3, { $0.softenedFaults = $0.softenedFaults.with(family, dividedBy: divisor) }) {
                    break
                }
            }
        }
    }

    /// Lets each job run in its turn, so that no order is drawn any more.
    mutating func goInTurn() {
        guard best.fifoExcept == nil else { return }
        _ = accept(redraws: 4) {
            $0.fifoExcept = DecisionSet.none
            $0.schedule = nil
        }
    }

    /// Lets jobs run in their turn except at the few decisions where the failure needs another order.
    ///
    /// Stretches of decisions are halved, and those that the failure can do without are left out, down to single ones.
    mutating func narrowSchedule() {
        if best.fifoExcept == nil {
            let all = 0...max(1, report.summary.decisions)
            let isAnyOrderEnough = accept(redraws: 6) {
                $0.fifoExcept = DecisionSet([all])
                $0.schedule = nil
            }
            guard isAnyOrderEnough else { return }
        }
        var stretches = best.fifoExcept?.ranges ?? []
        while stretches.contains(where: { $0.count > 1 }), !isSpent {
            stretches = DeltaDebugging.smallest(of: stretches.flatMap(ScenarioShrinker.halves)) { ranges in
                !ranges.isEmpty && accept(redraws: 1) { $0.fifoExcept = DecisionSet(ranges) }
            }
        }
    }

    private static func halves(of range: ClosedRange<Int>) -> [ClosedRange<Int>] {
        guard range.count > 1 else { return [range] }
        let middle = range.lowerBound + (range.count - 1) / 2
        return [range.lowerBound...middle, (middle + 1)...range.upperBound]
    }
}

extension FullSystem {
    /// Nothing goes wrong any more, and messages take their ordinary time.
    fileprivate mutating func switchOffFaults(of seed: UInt64) {
        // A swarm also draws how many replicas there are.
        replicas = replicas(of: seed)
        wiring = wiring(of: seed)
        schedule = fifoExcept == nil ? schedule(of: seed) : nil
        faults = .none
        withoutFaults = []
        softenedFaults = .none
    }
}

internal import SimulationKit

/// Makes a failing case smaller while the same assertion breaks.
struct CaseShrinker<Step: Sendable> {
    private(set) var smallest: SimulationCase<Step>
    private let label: String?
    private let runLimit: Int
    private(set) var runs = 0
    /// How often chance is drawn anew for a smaller case: what is left out moves the faults away from what remains.
    private static var redraws: UInt64 { 12 }
    private static var quietRedraws: UInt64 { 60 }
    /// Rates per million that are tried for a fault which a failure needs, hard ones first.
    private static var hardRates: [Int64] { [300_000, 30_000] }

    init(_ failing: SimulationCase<Step>, label: String?, runLimit: Int) {
        smallest = failing
        self.label = label
        self.runLimit = runLimit
    }

    /// Leaves out faults, then steps, then the faults that only those steps needed.
    mutating func shrink() {
        simplifySchedule()
        shrinkFaults()
        hardenFaults()
        let before = smallest.steps.count
        shrinkSteps()
        if smallest.steps.count < before { shrinkFaults() }
        quieten()
    }

    /// Of the draws of chance under which the case fails, the one in which the least happens is the easiest to read.
    private mutating func quieten() {
        var quietest = smallest
        var least = quietest.run().effort
        for redraw in 0..<CaseShrinker.quietRedraws where runs < runLimit {
            runs += 1
            var candidate = smallest
            candidate.options.redraw = redraw
            let outcome = candidate.run()
            guard outcome.label == label, outcome.effort < least else { continue }
            (quietest, least) = (candidate, outcome.effort)
        }
        smallest = quietest
    }

    private mutating func simplifySchedule() {
        var candidate = smallest
        candidate.options.schedule = .firstInFirstOut
        _ = accept(candidate)
    }

    private mutating func shrinkFaults() {
        guard !smallest.options.faults.activeFamilies.isEmpty else { return }
        _ = smallest.options.faults.shrunk { profile in
            var candidate = smallest
            candidate.options.faults = profile
            return accept(candidate)
        }
    }

    /// A fault that strikes often leaves fewer steps that only wait for it.
    private mutating func hardenFaults() {
        guard !smallest.steps.isEmpty else { return }
        for family in smallest.options.faults.activeFamilies {
            _ = CaseShrinker.hardRates.first { rate in
                var candidate = smallest
                candidate.options.faults = smallest.options.faults.hardened(family, perMillion: rate)
                return candidate.options.faults != smallest.options.faults && accept(candidate)
            }
        }
    }

    private mutating func shrinkSteps() {
        guard !smallest.steps.isEmpty else { return }
        _ = DeltaDebugging.smallest(of: smallest.steps) { steps in
            var candidate = smallest
            candidate.steps = steps
            return accept(candidate)
        }
    }

    /// Keeps the candidate when it breaks the same assertion under some draw of chance.
    private mutating func accept(_ candidate: SimulationCase<Step>) -> Bool {
        var candidate = candidate
        let first = candidate.options.redraw
        for redraw in [first] + (0...CaseShrinker.redraws).filter({ $0 != first }) {
            guard runs < runLimit else { return false }
            runs += 1
            candidate.options.redraw = redraw
            if candidate.run().label == label {
                smallest = candidate
                return true
            }
        }
        return false
    }
}

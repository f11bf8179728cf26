/// Every invariant, in the order in which they are asked: what breaks several is told by the most specific one.
final class InvariantSuite {
    /// The list.
    static let all: [any Invariant.Type] = [
        Isolation.self, Idempotency.self, GapFreeSequence.self, NoPhantom.self, NoLostChange.self,
        ReminderTruth.self, Punctuality.self, WallClockTruth.self, OneSuccessor.self, AuditIsWhole.self,
        PredictedState.self, OptimisticCopies.self, ExactStream.self, WebhookTruth.self, PresenceTruth.self,
        Convergence.self, Liveness.self,
    ]

    private let invariants: [any Invariant]
    private var checks: [Checks]

    /// The invariants of those names.
    init(_ names: Set<InvariantName> = Set(InvariantName.allCases)) {
        let chosen = InvariantSuite.all.filter { names.contains($0.name) }
        invariants = chosen.map { $0.init() }
        checks = chosen.map { Checks($0.name) }
    }

    /// Conditions that were required so far.
    var checkCount: Int { checks.reduce(0) { $0 + $1.count } }

    /// Conditions that were required so far in the name of each invariant, in the order of the list.
    var checkCounts: [(invariant: InvariantName, count: Int)] { checks.map { ($0.invariant, $0.count) } }

    /// Throws the first violation that the fact shows.
    func see(_ fact: SystemFact, in system: TodoSystem) throws(InvariantViolation) {
        for index in invariants.indices { try invariants[index].see(fact, in: system, &checks[index]) }
    }

    /// Throws the first violation that is left at the end.
    func conclude(in system: TodoSystem) throws(InvariantViolation) {
        for index in invariants.indices { try invariants[index].conclude(in: system, &checks[index]) }
    }
}

extension InvariantName {
    /// What the invariant promises, in one sentence; nil for the canary, which promises nothing.
    public var promise: String? {
        InvariantSuite.all.first { $0.name == self }?.promise
    }
}

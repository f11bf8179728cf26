/// Whether an invariant is needed: a planted bug that it finds when nothing else is asked, and that nothing else finds.
public struct SoleProof: Sendable {
    /// The invariant.
    public let invariant: InvariantName
    /// The bug that only this invariant catches.
    public let bug: PlantedBug
    /// Seeds until the invariant broke while no other was asked; nil when it did not.
    public let seedsAlone: UInt64?
    /// Seeds that were run with every other invariant.
    public let seedsWithout: UInt64
    /// What broke then; nil for nothing, as it should be.
    public let otherFailure: SeedFailure?

    /// True when the invariant finds the bug, and no other does.
    public var isProved: Bool { seedsAlone != nil && otherFailure == nil }

    /// For each invariant the bug that only it catches.
    public static let bugs: [(invariant: InvariantName, bug: String)] = [
        (.noLostChange, "edit-acknowledged-unstored"), (.noPhantom, "event-for-refused-command"),
        (.gapFreeSequence, "updates-overtake"), (.convergence, "deletion-not-synchronised"),
        (.oneSuccessor, "thirty-day-months"), (.reminderTruth, "clock-runs-ahead"),
        (.auditIsWhole, "audit-entry-altered"), (.isolation, "one-partition-key"),
        (.idempotency, "repeated-answer-differs"), (.predictedState, "tags-of-edit-ignored"),
        (.wallClock, "occurrence-before-its-time"), (.punctuality, "same-second-in-turn"),
        (.liveness, "handler-never-answers"), (.optimisticCopies, "mutation-not-echoed"),
        (.exactStream, "last-frame-sent-again"), (.webhookTruth, "webhook-forgotten-on-crash"),
        (.exactStream, "last-frame-sent-again"), (.presence, "dead-replica-counted"),
    ]

    /// Runs seeds with the invariant alone until it breaks, then seeds with all the others; nil for one without a bug.
    public static func search(for invariant: InvariantName, limit: UInt64, others: UInt64) -> SoleProof? {
        guard let name = bugs.first(where: { $0.invariant == invariant })?.bug, let bug = PlantedBug.named(name) else {
            return nil
        }
        var scenario = FullSystem(bug.scenario, bug: bug)
        scenario.invariants = [invariant]
        let found = (1...limit).first { scenario.run(seed: $0).failure?.name == invariant.rawValue }
        scenario.invariants = Set(InvariantName.allCases).subtracting([invariant])
        let failures = (1...others).lazy.compactMap { scenario.run(seed: $0).failure }
        return SoleProof(
            invariant: invariant, bug: bug, seedsAlone: found, seedsWithout: others, otherFailure: failures.first)
    }
}

/// The invariants of the system.
public enum InvariantName: String, Sendable, CaseIterable {
    /// Every acknowledged command is in the store, in the audit trail and in each client's view.
    case noLostChange = "no lost change"
    /// Nothing appears that no command caused; a refused command leaves no trace.
    case noPhantom = "no phantom"
    /// A user's change sequence has no hole and no repeat.
    case gapFreeSequence = "gap-free sequence"
    /// After healing, each client's replica equals the store.
    case convergence
    /// Each completed occurrence of a live series has exactly one successor, when the rule says.
    case oneSuccessor = "one successor"
    /// Reminders are never early, sent once, and never for what is done, deleted or moved.
    case reminderTruth = "reminder truth"
    /// One audit entry for each change, in order, chained; replaying them rebuilds the store.
    case auditIsWhole = "audit is whole"
    /// No user receives anything of another's.
    case isolation
    /// A repeated request has one effect and the same answer.
    case idempotency
    /// Each command does to the user's tasks and tags what its user would expect, and nothing else.
    case predictedState = "predicted state"
    /// Dates and reminders come when the clock on the wall says.
    case wallClock = "wall clock"
    /// However many reminders are due in one second, the last is sent in time.
    case punctuality
    /// A connection brings each change once, in order, of one history.
    case exactStream = "exact stream"
    /// A device drops its own optimistic copy exactly once.
    case optimisticCopies = "optimistic copies"
    /// Receivers of webhooks get each event that they are to get, and nothing else.
    case webhookTruth = "webhook truth"
    /// Each device knows how many connections its user has.
    case presence
    /// After healing every queue drains.
    case liveness
    /// Broken by definition where the canary is planted, to prove that a broken invariant is told.
    case canary
}

public import CivilTime

/// What a series does beyond its rule.
public struct SeriesSettings: Hashable, Sendable {
    /// What the next date is reckoned from.
    public enum RepeatFrom: String, Codable, Sendable, CaseIterable {
        /// The dates that the rule gives.
        case due
        /// The day on which the occurrence is done.
        case completion
    }

    /// What becomes of dates that pass while an occurrence is open.
    public enum Missed: String, Codable, Sendable, CaseIterable {
        /// They are passed over without a trace: the next date is one still to come.
        case nextFuture = "next_future"
        /// Each comes in its turn, late as it is.
        case each
        /// The last of them comes, the others are passed over.
        case latestOnly = "latest_only"
        /// They are passed over and stay in the history as skipped.
        case skip
    }

    /// When the next occurrence is made.
    public enum Advance: String, Codable, Sendable, CaseIterable {
        /// When the one before is done.
        case onCompletion = "on_completion"
        /// When its time comes, even if the one before is open.
        case onSchedule = "on_schedule"
    }

    /// What the next date is reckoned from.
    public var repeatFrom: RepeatFrom
    /// What becomes of dates that pass while an occurrence is open.
    public var missed: Missed
    /// When the next occurrence is made.
    public var advance: Advance
    /// True while no occurrence is made.
    public var isPaused: Bool
    /// Readings of the rule that are no occurrences, ascending.
    public var exceptions: [CivilDateTime]
    /// Readings that are occurrences beside those of the rule, ascending.
    public var additions: [CivilDateTime]

    /// Settings with the given values.
    public init(
        repeatFrom: RepeatFrom = .due, missed: Missed = .nextFuture, advance: Advance = .onCompletion,
        isPaused: Bool = false, exceptions: [CivilDateTime] = [], additions: [CivilDateTime] = []
    ) {
        self.repeatFrom = repeatFrom
        self.missed = missed
        self.advance = advance
        self.isPaused = isPaused
        self.exceptions = exceptions
        self.additions = additions
    }
}

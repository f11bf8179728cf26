public import CivilTime

extension RecurrenceRule {
    /// The most dates that the rule gives, nil for no limit.
    public var count: Int? { nil }
    /// The reading after which the rule gives no date, nil for no limit.
    public var lastReading: CivilDateTime? { nil }
    /// True when the rule is an interval of days or longer and nothing else.
    public var isPlainInterval: Bool { true }
}

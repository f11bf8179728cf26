extension RecurrenceRule {
    /// The most dates that the rule gives, nil for no limit.
    public var count: Int? { nil }
    /// True when the rule is an interval of days or longer and nothing else.
    public var isPlainInterval: Bool { true }
}

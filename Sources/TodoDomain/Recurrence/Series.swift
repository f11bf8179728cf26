public import CivilTime

/// The place of a task in a recurring series.
public struct Series: Hashable, Sendable {
    /// How the series repeats.
    public var rule: RecurrenceRule
    /// The reading that the rule counts from; its day survives short months.
    public var anchor: CivilDateTime
    /// The task that this one follows, nil for the first of the series.
    public var predecessorID: TaskID?

    /// A place in a series.
    public init(rule: RecurrenceRule, anchor: CivilDateTime, predecessorID: TaskID? = nil) {
        self.rule = rule
        self.anchor = anchor
        self.predecessorID = predecessorID
    }

    /// Due date of the occurrence after `due`, as the rule gives it on the wall clock; nil when the series ends.
    public func next(after due: DueDate) -> DueDate? {
        rule.occurrence(after: due.wall, anchor: anchor).map { due.moved(to: $0) }
    }

    /// Due date of the successor of an occurrence completed at an instant: the first one that is after both the old
    /// due date and the completion, so that a late completion never makes a task that is already past.
    public func successor(of due: DueDate, completedAt: Timestamp, zones: some ZoneDatabase) -> DueDate? {
        let completion = due.rules(in: zones).civil(at: completedAt)
        return rule.occurrence(after: max(due.wall, completion), anchor: anchor).map { due.moved(to: $0) }
    }
}

extension Series: Codable {
    private enum CodingKeys: String, CodingKey {
        case rule, anchor
        case predecessorID = "predecessor_id"
    }

    /// Decodes `{rule, anchor, predecessor_id}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .anchor)
        guard let anchor = CivilDateTime(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .anchor, in: container, debugDescription: "'\(text)' is not a local date-time")
        }
        self.init(
            rule: try container.decode(RecurrenceRule.self, forKey: .rule), anchor: anchor,
            predecessorID: try container.decodeIfPresent(TaskID.self, forKey: .predecessorID))
    }

    /// Encodes `{rule, anchor, predecessor_id}`, absent ids left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(anchor.iso8601, forKey: .anchor)
        try container.encodeIfPresent(predecessorID, forKey: .predecessorID)
    }
}

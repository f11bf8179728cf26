internal import CivilTime

/// A task's place in its series as clients see it.
public struct SeriesDocument: Hashable, Codable, Sendable {
    /// Identity of the series.
    public let id: TaskID
    /// The reading that the rule gave this occurrence; with `id` it identifies the occurrence.
    public let occurrence: String
    /// The occurrence's place among the rule's dates, for rules with a count.
    public let number: Int?
    /// The most dates of the rule, null when it has no limit.
    public let count: Int?
    /// What the next date is reckoned from.
    public let repeatFrom: SeriesSettings.RepeatFrom
    /// What becomes of missed dates.
    public let missed: SeriesSettings.Missed
    /// When the next occurrence is made.
    public let advance: SeriesSettings.Advance
    /// True while no occurrence is made.
    public let paused: Bool
    /// True when this occurrence was skipped.
    public let skipped: Bool
    /// Readings of the rule that are no occurrences.
    public let exdates: [String]
    /// Readings that are occurrences beside those of the rule.
    public let rdates: [String]

    /// The series of a task; nil when it does not repeat.
    public init?(_ task: TodoTask) {
        guard let series = task.series, let due = task.due else { return nil }
        id = series.id ?? task.id
        occurrence = (series.occurrence ?? due.wall).iso8601
        number = series.rule.count == nil ? nil : series.number ?? 1
        count = series.rule.count
        repeatFrom = series.settings.repeatFrom
        missed = series.settings.missed
        advance = series.settings.advance
        paused = series.settings.isPaused
        skipped = series.isSkipped
        exdates = series.settings.exceptions.map(\.iso8601)
        rdates = series.settings.additions.map(\.iso8601)
    }

    private enum CodingKeys: String, CodingKey {
        case id, occurrence, number, count, missed, advance, paused, skipped, exdates, rdates
        case repeatFrom = "repeat_from"
    }

    /// Encodes every field, absent values as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(occurrence, forKey: .occurrence)
        try container.encode(number, forKey: .number)
        try container.encode(count, forKey: .count)
        try container.encode(repeatFrom, forKey: .repeatFrom)
        try container.encode(missed, forKey: .missed)
        try container.encode(advance, forKey: .advance)
        try container.encode(paused, forKey: .paused)
        try container.encode(skipped, forKey: .skipped)
        try container.encode(exdates, forKey: .exdates)
        try container.encode(rdates, forKey: .rdates)
    }
}

public import CivilTime

/// What a client says of a series beside its rule.
public struct SeriesUpdate: Hashable, Codable, Sendable {
    /// What the next date is reckoned from.
    public var repeatFrom: FieldUpdate<SeriesSettings.RepeatFrom> = .keep
    /// What becomes of missed dates.
    public var missed: FieldUpdate<SeriesSettings.Missed> = .keep
    /// When the next occurrence is made.
    public var advance: FieldUpdate<SeriesSettings.Advance> = .keep
    /// Readings or days that are no occurrences, as text.
    public var exceptions: FieldUpdate<[String]> = .keep
    /// Readings or days that are occurrences too, as text.
    public var additions: FieldUpdate<[String]> = .keep

    /// An update that changes nothing.
    public init() {}

    /// The most dates in each of the two lists.
    public static let mostDates: Int = 200

    /// The settings after this update; a day stands for its reading at the series' time of day.
    public func applied(to settings: SeriesSettings, anchor: CivilDateTime) -> SeriesSettings {
        var settings = settings
        settings.repeatFrom = repeatFrom.applied(to: settings.repeatFrom)
        settings.missed = missed.applied(to: settings.missed)
        settings.advance = advance.applied(to: settings.advance)
        if case .set(let texts) = exceptions { settings.exceptions = SeriesUpdate.readings(texts, anchor) }
        if case .set(let texts) = additions { settings.additions = SeriesUpdate.readings(texts, anchor) }
        return settings
    }

    private static func readings(_ texts: [String], _ anchor: CivilDateTime) -> [CivilDateTime] {
        Set(texts.compactMap { reading($0, anchor) }).sorted()
    }

    /// The reading that a text names; nil when it is neither a date nor a local date-time.
    static func reading(_ text: String, _ anchor: CivilDateTime) -> CivilDateTime? {
        CivilDateTime(iso8601: text) ?? CivilDate(iso8601: text).map { anchor.on($0) }
    }
}

/// Which occurrences an edit is for.
public enum EditScope: String, Codable, Sendable, CaseIterable {
    /// This occurrence alone.
    case this
    /// This one and those after it, which become a series of their own.
    case thisAndFuture = "this_and_future"
    /// The series as a whole, from this open occurrence on.
    case all
}

public import CivilTime

/// What limits a recurrence rule.
public enum RecurrenceEnd: Hashable, Sendable {
    /// `COUNT`: that many dates, 1 to 1,000,000.
    case count(Int)
    /// `UNTIL` with a date: nothing after that day.
    case date(CivilDate)
    /// `UNTIL` with a local date-time: nothing after that reading of the series' own clock.
    case reading(CivilDateTime)
    /// `UNTIL` with a date-time in UTC: nothing after that instant.
    case instant(Timestamp)

    /// The counts that a rule may have.
    static let counts = 1...1_000_000

    /// As RFC 5545 writes it, for example `COUNT=3` or `UNTIL=20260131T090000Z`.
    public var text: String {
        switch self {
        case .count(let count): "COUNT=\(count)"
        case .date(let date): "UNTIL=\(RecurrenceEnd.basic(date.iso8601))"
        case .reading(let reading): "UNTIL=\(RecurrenceEnd.basic(reading.iso8601))"
        case .instant(let instant): "UNTIL=\(RecurrenceEnd.basic(instant.rfc3339))"
        }
    }

    /// The last reading that the limit allows on a clock of those zone rules; nil for a count.
    func lastReading(in zone: ZoneRules) -> CivilDateTime? {
        switch self {
        case .count: nil
        case .date(let date): CivilDateTime(date: date, hour: 23, minute: 59, second: 59, millisecond: 999)
        case .reading(let reading): reading
        case .instant(let instant): zone.civil(at: instant)
        }
    }

    private static func basic(_ text: String) -> String {
        text.filter { $0 != "-" && $0 != ":" }
    }
}

extension RecurrenceRule {
    /// The reading after which the rule gives no date, nil for no limit; an instant counts as a reading of UTC.
    public var lastReading: CivilDateTime? { end?.lastReading(in: .utc) }

    /// The rule with a limit in UTC turned into a reading of the zone's clock, as a series keeps it.
    public func settled(in zone: ZoneRules) -> RecurrenceRule {
        guard case .instant(let instant) = end else { return self }
        return with(end: .reading(zone.civil(at: instant)), parts: parts)
    }

    /// The rule for a date without a time of day, by RFC 5545 without its parts that say one; nil when it repeats
    /// within days.
    public var ofWholeDays: RecurrenceRule? {
        guard frequency >= .daily else { return nil }
        var kept = parts.filter { !$0.kind.isTimeOfDay }
        guard kept.count < parts.count else { return self }
        if kept.allSatisfy({ $0.kind == .setPosition }) { kept = [] }
        return with(end: end, parts: kept)
    }

    private func with(end: RecurrenceEnd?, parts: [RecurrencePart]) -> RecurrenceRule {
        RecurrenceRule(
            frequency: frequency, interval: interval, end: end, parts: parts, weekStart: weekStart,
            keepsShortMonths: keepsShortMonths)
    }
}

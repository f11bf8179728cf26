extension RecurrenceRule {
    /// Canonical text: a short form, or the rule as RFC 5545 writes it, its parts in one order and its values
    /// ascending.
    ///
    /// `FREQ=DAILY` and `FREQ=WEEKLY` are `daily` and `weekly`. `monthly` and `yearly` are only printed for themselves,
    /// as `FREQ=MONTHLY` and `FREQ=YEARLY` skip what is too short.
    public var text: String {
        let isBare = interval == 1 && end == nil && parts.isEmpty && weekStart == 1
        if isBare, keepsShortMonths || frequency == .daily || frequency == .weekly { return frequency.rawValue }
        var written = ["FREQ=\(frequency.rawValue.uppercased())"]
        if interval != 1 { written.append("INTERVAL=\(interval)") }
        if let end { written.append(end.text) }
        written += parts.map(\.text)
        if weekStart != 1 { written.append("WKST=\(WeekdayPlace.names[weekStart - 1])") }
        return written.joined(separator: ";")
    }

    /// Parses `daily`, `weekly`, `monthly`, `yearly` or a rule of RFC 5545, in any case; throws `RecurrenceRuleError`
    /// with the place, the reason and what would be right.
    public init(text: String) throws(RecurrenceRuleError) {
        if let frequency = RecurrenceRule.shortForms[text.lowercased()] {
            self.init(frequency: frequency, keepsShortMonths: frequency >= .monthly)
            return
        }
        var parser = RecurrenceRuleParser(text)
        self = try parser.rule()
    }

    private static let shortForms: [String: Frequency] = [
        "daily": .daily, "weekly": .weekly, "monthly": .monthly, "yearly": .yearly,
    ]
}

extension RecurrenceRule: Codable {
    /// Decodes the canonical text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try RecurrenceRule(text: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Encodes the canonical text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

internal import CivilTime

extension ObjectReader {
    /// Reads `recurring_pattern`, or `recurrence` with the rule and all that goes with it.
    mutating func recurrenceFields() -> (rule: FieldUpdate<RecurrenceRule?>, series: SeriesUpdate) {
        let pattern = recurrence()
        guard let value = value("recurrence") else { return (pattern, SeriesUpdate()) }
        if pattern != .keep {
            fault("recurrence", .conflict, "give either recurring_pattern or recurrence, not both")
        }
        if case .null = value { return (.set(nil), SeriesUpdate()) }
        var reader = ObjectReader(value, under: "recurrence")
        let rule = reader.rule("rule")
        if case .set(nil) = rule {
            reader.fault("rule", .wrongType, "expected a rule, found null; to stop repeating set recurrence to null")
        }
        var series = SeriesUpdate()
        series.repeatFrom = reader.choice("repeat_from", fallback: .due)
        series.missed = reader.choice("missed", fallback: .nextFuture)
        series.advance = reader.choice("advance", fallback: .onCompletion)
        series.exceptions = reader.dates("exdates")
        series.additions = reader.dates("rdates")
        take(faultsOf: &reader)
        return (rule, series)
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable & Hashable & Codable & Sendable>(
        _ field: String, fallback: Choice
    ) -> FieldUpdate<Choice> where Choice.RawValue == String {
        switch string(field) {
        case .keep: return .keep
        case .set(nil): return .set(fallback)
        case .set(let text?):
            if let choice = Choice(rawValue: text) { return .set(choice) }
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            fault(field, .invalid, "'\(text.prefix(40))' is not known; use one of \(choices)")
            return .keep
        }
    }

    private mutating func dates(_ field: String) -> FieldUpdate<[String]> {
        guard let value = value(field) else { return .keep }
        if case .null = value { return .set([]) }
        guard case .array(let items) = value else {
            fault(field, .wrongType, "expected a list of dates, found \(value.kindName)")
            return .keep
        }
        guard items.count <= SeriesUpdate.mostDates else {
            fault(field, .tooLong, "at most \(SeriesUpdate.mostDates) dates are kept, found \(items.count)")
            return .keep
        }
        let texts = items.compactMap { item in
            if case .string(let text) = item, SeriesUpdate.isDate(text) { text } else { nil as String? }
        }
        guard texts.count == items.count else {
            fault(field, .invalid, "each must be a local date-time such as 2026-01-31T09:00:00, or a date")
            return .keep
        }
        return .set(texts)
    }
}

extension SeriesUpdate {
    /// True for texts that name a date or a local date-time.
    fileprivate static func isDate(_ text: String) -> Bool {
        CivilDateTime(iso8601: text) != nil || CivilDate(iso8601: text) != nil
    }
}

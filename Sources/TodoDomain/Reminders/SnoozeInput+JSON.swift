public import CivilTime

extension SnoozeInput {
    /// Reads a JSON object with one of `preset`, `until` (beside which `time_zone` may stand) and `for`; throws
    /// `ValidationFailure` with every fault.
    public init(json: JSONValue, zones: some ZoneDatabase) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        let moments = [reader.preset(), reader.until(zones: zones), reader.span()].compactMap(\.self)
        if moments.count > 1 {
            reader.fault(pointer: "", .conflict, "a snooze has only one of preset, until and for")
        } else if moments.isEmpty, reader.faults.isEmpty {
            reader.fault("preset", .missing, "a preset is required, or until, or for")
        }
        try reader.finish()
        self.init(moments.first ?? .preset(.tenMinutes))
    }
}

extension ObjectReader {
    fileprivate mutating func preset() -> SnoozeInput.Moment? {
        guard let text = given("preset") else { return nil }
        if let preset = SnoozeInput.Preset(rawValue: text) { return .preset(preset) }
        let known = SnoozeInput.Preset.allCases.map(\.rawValue).joined(separator: ", ")
        fault("preset", .invalid, "'\(text.prefix(40))' is no preset; use one of \(known)")
        return nil
    }

    fileprivate mutating func until(zones: some ZoneDatabase) -> SnoozeInput.Moment? {
        let zone = given("time_zone")
        if let zone, zones.rules(named: zone) == nil {
            fault("time_zone", .invalid, "'\(zone.prefix(60))' is no IANA time zone; an example is Asia/Karachi")
            return nil
        }
        guard let text = given("until") else {
            if zone != nil { fault("time_zone", .conflict, "a time zone needs until beside it") }
            return nil
        }
        if let date = DueDate(text: text, zoneName: zone, zones: zones), !date.isAllDay { return .until(date) }
        fault(
            "until", .invalid,
            "'\(text.prefix(60))' is no time; use 2026-01-31T09:00:00Z, or 2026-01-31T09:00:00 by your own clock")
        return nil
    }

    fileprivate mutating func span() -> SnoozeInput.Moment? {
        guard let text = given("for") else { return nil }
        if let span = ReminderOffset(text: text), span.days > 0 || span.seconds > 0 { return .after(span) }
        fault("for", .invalid, "'\(text.prefix(40))' is no span of time to come; use PT15M, or P1D for a day")
        return nil
    }

    /// The field's text; nil when absent or null.
    private mutating func given(_ field: String) -> String? {
        if case .set(let text?) = string(field) { return text }
        return nil
    }
}

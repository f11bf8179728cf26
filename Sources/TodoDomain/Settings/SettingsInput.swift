public import CivilTime

/// What a client says of its user's settings.
public struct SettingsInput: Hashable, Codable, Sendable {
    /// New zone of the user's clock, nil for none.
    public var timeZone: FieldUpdate<String?> = .keep
    /// Whether tasks without a reminder remind when they are due.
    public var notifyWhenDue: FieldUpdate<Bool> = .keep
    /// New distance of the default reminder, nil for none.
    public var defaultReminder: FieldUpdate<ReminderOffset?> = .keep
    /// When the morning begins.
    public var morning: FieldUpdate<TimeOfDay> = .keep
    /// When the evening begins.
    public var evening: FieldUpdate<TimeOfDay> = .keep
    /// New language and region, nil for what the client says.
    public var locale: FieldUpdate<String?> = .keep
    /// New first day of the week.
    public var weekStart: FieldUpdate<WeekStart> = .keep

    /// An input that changes nothing.
    public init() {}

    /// Reads a JSON object; throws `ValidationFailure` with every fault and its JSON pointer.
    public init(json: JSONValue, zones: some ZoneDatabase) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        timeZone = reader.zoneName("time_zone", zones: zones)
        notifyWhenDue = reader.boolean("notify_when_due")
        defaultReminder = reader.offset("default_reminder")
        morning = reader.timeOfDay("morning", fallback: .nine)
        evening = reader.timeOfDay("evening", fallback: .eighteen)
        locale = reader.locale("locale")
        weekStart = reader.weekStart("week_start")
        try reader.finish()
    }

    /// The settings after this update of the present ones, of the same version.
    public func applied(to current: UserSettings) -> UserSettings {
        UserSettings(
            timeZone: timeZone.applied(to: current.timeZone),
            notifyWhenDue: notifyWhenDue.applied(to: current.notifyWhenDue),
            defaultReminder: defaultReminder.applied(to: current.defaultReminder),
            morning: morning.applied(to: current.morning), evening: evening.applied(to: current.evening),
            locale: locale.applied(to: current.locale), weekStart: weekStart.applied(to: current.weekStart),
            version: current.version)
    }
}

extension ObjectReader {
    fileprivate mutating func zoneName(_ field: String, zones: some ZoneDatabase) -> FieldUpdate<String?> {
        let update = string(field)
        guard case .set(let name?) = update, zones.rules(named: name) == nil else { return update }
        fault(field, .invalid, "'\(name.prefix(60))' is no IANA time zone; an example is Asia/Karachi")
        return .keep
    }

    fileprivate mutating func locale(_ field: String) -> FieldUpdate<String?> {
        let update = string(field)
        guard case .set(let text?) = update else { return update }
        if let tag = LocaleTag.normalised(text) { return .set(tag) }
        fault(field, .invalid, "'\(text.prefix(40))' is no language tag; use a language and maybe a region, as ur-PK")
        return .keep
    }

    /// The field's day: absent keeps, null is Monday.
    fileprivate mutating func weekStart(_ field: String) -> FieldUpdate<WeekStart> {
        switch string(field) {
        case .keep: return .keep
        case .set(nil): return .set(.monday)
        case .set(let text?):
            if let day = WeekStart(rawValue: text) { return .set(day) }
            fault(field, .invalid, "'\(text.prefix(20))' begins no week; use monday, saturday or sunday")
            return .keep
        }
    }

    /// The field's time of day: absent keeps, null is the fallback.
    fileprivate mutating func timeOfDay(_ field: String, fallback: TimeOfDay) -> FieldUpdate<TimeOfDay> {
        switch string(field) {
        case .keep: return .keep
        case .set(nil): return .set(fallback)
        case .set(let text?):
            if let time = TimeOfDay(text: text) { return .set(time) }
            fault(field, .invalid, "'\(text.prefix(20))' is no time of day; use 00:00 to 23:59, as 09:30")
            return .keep
        }
    }
}

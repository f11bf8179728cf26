public import CivilTime

/// What one user prefers; every user begins with `initial`.
public struct UserSettings: Hashable, Codable, Sendable {
    /// IANA zone of the user's clock; nil when it is not known.
    public var timeZone: String?
    /// True when a task with a due time and no reminder of its user's reminds when it is due.
    public var notifyWhenDue: Bool
    /// Distance to the due date of another reminder that such a task gets, with or without the one when it is due;
    /// nil for none.
    public var defaultReminder: ReminderOffset?
    /// When the user's morning begins.
    public var morning: TimeOfDay
    /// When the user's evening begins.
    public var evening: TimeOfDay
    /// Language and region that texts and dates are shown in, as a BCP 47 tag; nil for what the client says.
    public var locale: String?
    /// The first day of the user's week.
    public var weekStart: WeekStart
    /// 0 for `initial`, one more with each change.
    public var version: Int64

    /// Settings with every field given.
    public init(
        timeZone: String? = nil, notifyWhenDue: Bool = false, defaultReminder: ReminderOffset? = nil,
        morning: TimeOfDay = .nine, evening: TimeOfDay = .eighteen, locale: String? = nil,
        weekStart: WeekStart = .monday, version: Int64 = 0
    ) {
        self.timeZone = timeZone
        self.notifyWhenDue = notifyWhenDue
        self.defaultReminder = defaultReminder
        self.morning = morning
        self.evening = evening
        self.locale = locale
        self.weekStart = weekStart
        self.version = version
    }

    /// What holds until the user says otherwise: no zone, no reminder that nobody asked for, nine and eighteen o'clock.
    public static let initial: UserSettings = .init()

    private enum CodingKeys: String, CodingKey {
        case morning, evening, locale, version
        case weekStart = "week_start"
        case timeZone = "time_zone"
        case notifyWhenDue = "notify_when_due"
        case defaultReminder = "default_reminder"
    }

    /// Decodes what `encode` writes; fields that later versions added may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            timeZone: try container.decodeIfPresent(String.self, forKey: .timeZone),
            notifyWhenDue: try container.decode(Bool.self, forKey: .notifyWhenDue),
            defaultReminder: try container.decodeIfPresent(ReminderOffset.self, forKey: .defaultReminder),
            morning: try container.decode(TimeOfDay.self, forKey: .morning),
            evening: try container.decode(TimeOfDay.self, forKey: .evening),
            locale: try container.decodeIfPresent(String.self, forKey: .locale),
            weekStart: try container.decodeIfPresent(WeekStart.self, forKey: .weekStart) ?? .monday,
            version: try container.decode(Int64.self, forKey: .version))
    }

    /// Encodes every field, absent values as null, so that clients need not guess which fields exist; only what came
    /// later is left out while it is as every user begins: the locale, and a week that begins with Monday.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(timeZone, forKey: .timeZone)
        try container.encode(notifyWhenDue, forKey: .notifyWhenDue)
        try container.encode(defaultReminder, forKey: .defaultReminder)
        try container.encode(morning, forKey: .morning)
        try container.encode(evening, forKey: .evening)
        try container.encodeIfPresent(locale, forKey: .locale)
        if weekStart != .monday { try container.encode(weekStart, forKey: .weekStart) }
        try container.encode(version, forKey: .version)
    }
}

extension UserSettings {
    /// The distances to the due date of the reminders that a task with a due time gets by itself.
    public var automaticOffsets: [ReminderOffset] {
        (notifyWhenDue ? [.atDue] : []) + [defaultReminder].compactMap(\.self).filter { $0 != .atDue || !notifyWhenDue }
    }

    /// True when an automatic reminder is of a sort that the settings still ask for.
    ///
    /// A default reminder at another distance than now asked for is still a default reminder.
    public func wants(_ reminder: Reminder) -> Bool {
        if reminder.offset == .atDue, notifyWhenDue { return true }
        return defaultReminder != nil && (reminder.offset != .atDue || defaultReminder == .atDue)
    }

    /// The clock on the user's wall: that of the settings, else that of the task's due date, else UTC.
    public func clock(for task: TodoTask, zones: some ZoneDatabase) -> ZoneRules {
        timeZone.flatMap { zones.rules(named: $0) } ?? task.due?.rules(in: zones) ?? .utc
    }
}

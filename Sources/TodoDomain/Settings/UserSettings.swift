public import CivilTime

/// What one user prefers; every user begins with `initial`.
public struct UserSettings: Hashable, Codable, Sendable {
    /// IANA zone of the user's clock; nil when it is not known.
    public var timeZone: String?
    /// True when a task with a due time and no reminder reminds when it is due.
    public var notifyWhenDue: Bool
    /// Distance to the due date of the reminder that such a task gets beside; nil for none.
    public var defaultReminder: ReminderOffset?
    /// When the user's morning begins.
    public var morning: TimeOfDay
    /// When the user's evening begins.
    public var evening: TimeOfDay

    /// Settings with every field given.
    public init(
        timeZone: String? = nil, notifyWhenDue: Bool = false, defaultReminder: ReminderOffset? = nil,
        morning: TimeOfDay = .nine, evening: TimeOfDay = .eighteen
    ) {
        self.timeZone = timeZone
        self.notifyWhenDue = notifyWhenDue
        self.defaultReminder = defaultReminder
        self.morning = morning
        self.evening = evening
    }

    /// What holds until the user says otherwise: no zone, no reminder that nobody asked for, nine and eighteen o'clock.
    public static let initial: UserSettings = .init()

    private enum CodingKeys: String, CodingKey {
        case morning, evening
        case timeZone = "time_zone"
        case notifyWhenDue = "notify_when_due"
        case defaultReminder = "default_reminder"
    }

    /// Encodes every field, absent values as null, so that clients need not guess which fields exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(timeZone, forKey: .timeZone)
        try container.encode(notifyWhenDue, forKey: .notifyWhenDue)
        try container.encode(defaultReminder, forKey: .defaultReminder)
        try container.encode(morning, forKey: .morning)
        try container.encode(evening, forKey: .evening)
    }
}

extension UserSettings {
    /// The clock on the user's wall: that of the settings, else that of the task's due date, else UTC.
    public func clock(for task: TodoTask, zones: some ZoneDatabase) -> ZoneRules {
        timeZone.flatMap { zones.rules(named: $0) } ?? task.due?.rules(in: zones) ?? .utc
    }
}

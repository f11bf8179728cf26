/// The scenarios by name.
public enum ScenarioName: String, Sendable, CaseIterable {
    /// Users, devices and every service, for days under faults.
    case fullSystem = "full-system"
    /// A year of one zone with all of its changes of clocks.
    case yearOfZones = "year-of-zones"
    /// A part of the system is away for a week.
    case weekLongOutage = "week-long-outage"
    /// The nodes' clocks are off by hours, and step.
    case clockSteps = "clock-steps"
    /// Zone rules change in mid-year.
    case zoneDataChange = "zone-data-change"
    /// A thousand reminders are due in the same second.
    case sameSecond = "same-second"
    /// Many devices complete, open and undo the same occurrences at once.
    case completionStorm = "completion-storm"
    /// Devices write over their sockets, lag, drop and resume, while realtime replicas restart.
    case liveClients = "live-clients"
    /// Files are imported again and again, by several devices at once, while their tasks are worked on.
    case importStorm = "import-storm"
    /// Receivers of webhooks fail and are away, while processes crash.
    case webhooks

    /// What it has, in one line.
    public var summary: String {
        switch self {
        case .fullSystem: "users, devices and every service, for days under faults"
        case .yearOfZones: "a year of a zone with every change of its clocks; each seed takes the next of 13 years"
        case .weekLongOutage: "stores, jobs, broker or services are away for a week; series catch up by their policies"
        case .clockSteps: "the nodes' clocks are off by up to hours, step and drift"
        case .zoneDataChange: "new releases of zone rules reach the nodes in mid-year, each at a time of its own"
        case .sameSecond: "a thousand reminders are due in the same second"
        case .completionStorm: "devices complete, open, skip and undo the same occurrences at once, and repeat requests"
        case .liveClients: "devices write over their sockets, lag, drop and resume, while realtime replicas restart"
        case .importStorm: "devices import the same files at once and again, while their tasks are worked on"
        case .webhooks: "receivers of webhooks fail and are away at times, while processes crash"
        }
    }

    /// How large it is unless something else is said.
    public var size: ScenarioSize {
        switch self {
        case .fullSystem: ScenarioSize()
        case .yearOfZones, .zoneDataChange:
            ScenarioSize(
                users: 1, hours: 366 * 24, devices: 1, pauseMinutes: 2_880, sessionMinutes: 10_080, awayMinutes: 2_880,
                convergenceMinutes: 1_440)
        case .weekLongOutage:
            ScenarioSize(
                users: 2, hours: 14 * 24, devices: 1, pauseMinutes: 480, sessionMinutes: 1_440, awayMinutes: 60)
        case .clockSteps: ScenarioSize(users: 2, hours: 48, devices: 1)
        case .sameSecond: ScenarioSize(users: 20, hours: 6, devices: 1, sessionMinutes: 240, awayMinutes: 10)
        case .completionStorm, .importStorm: ScenarioSize(users: 2, hours: 6)
        case .liveClients:
            ScenarioSize(users: 3, hours: 4, devices: 3, pauseMinutes: 2, sessionMinutes: 8, awayMinutes: 1)
        case .webhooks: ScenarioSize(hours: 12, devices: 1, convergenceMinutes: 1_440)
        }
    }
}

/// How large a scenario is, in users, devices and virtual time.
public struct ScenarioSize: Sendable, Equatable {
    /// Number of users.
    public var users = 3
    /// Virtual hours under faults.
    public var hours = 24
    /// Devices of each user.
    public var devices = 2
    /// Virtual minutes between two commands, or visits, of a user, on average.
    public var pauseMinutes = 30
    /// Virtual minutes that a device stays connected, on average.
    public var sessionMinutes = 30
    /// Virtual minutes that a device then stays away, on average.
    public var awayMinutes = 1
    /// Virtual minutes within which the system must be at rest once the faults have ended.
    public var convergenceMinutes = 240
}

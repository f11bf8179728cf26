internal import Logging
internal import ServicePorts
internal import TodoServer

/// Notices new time zone data, and has what hangs on it moved at once.
struct ZoneDataLoop {
    private let zones: SystemZoneDatabase
    private let clock: any WallClock
    /// Time between two looks at the files.
    private let interval: Duration
    private let onChange: @Sendable () async -> Void

    /// A loop that looks as often as the settings say.
    init(
        zones: SystemZoneDatabase, clock: any WallClock, settings: Settings,
        onChange: @escaping @Sendable () async -> Void
    ) {
        self.zones = zones
        self.clock = clock
        interval = .seconds(settings.integer(.zoneCheckSeconds))
        self.onChange = onChange
    }

    /// Looks until cancelled; throws `CancellationError`.
    func run() async throws {
        let logger = Logger(label: "zones")
        while true {
            try await clock.sleep(for: interval)
            guard zones.refresh() else { continue }
            logger.notice("the time zone data changed", metadata: ["tzdata": "\(zones.version)"])
            await onChange()
        }
    }
}

extension SystemZoneDatabase {
    /// The zones in that directory; says so in the log when there are none.
    static func checked(directory: String) -> SystemZoneDatabase {
        let zones = SystemZoneDatabase(directory: directory)
        if zones.rules(named: "Europe/London") == nil {
            Logger(label: "zones").warning(
                "no time zones found; dates can have no zone but UTC (install tzdata)",
                metadata: ["directory": "\(directory)"])
        }
        return zones
    }
}

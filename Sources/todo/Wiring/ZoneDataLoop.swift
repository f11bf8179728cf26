internal import Logging
internal import ServicePorts
internal import TodoServer
internal import TodoServices

/// Notices new time zone data, and has what hangs on it moved at once.
struct ZoneDataLoop {
    let zones: SystemZoneDatabase
    let services: EmbeddedServices
    let clock: any WallClock
    /// Time between two looks at the files.
    let interval: Duration

    /// Looks until cancelled; throws `CancellationError`.
    func run() async throws {
        let logger = Logger(label: "zones")
        while true {
            try await clock.sleep(for: interval)
            guard zones.refresh() else { continue }
            logger.notice("the time zone data changed", metadata: ["tzdata": "\(zones.version)"])
            await services.notification.sweep()
            await services.recurrence.sweep()
        }
    }
}

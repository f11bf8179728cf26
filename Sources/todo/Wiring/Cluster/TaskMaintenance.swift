internal import CivilTime
internal import Logging
internal import ServicePorts
internal import TodoPorts

/// Forgets from time to time what nobody needs any more of the tasks' history; any number of replicas may do so.
struct TaskMaintenance {
    let store: any TaskStore
    let clock: any WallClock
    let settings: Settings

    private static let interval: Duration = .seconds(3_600)

    /// Does a round each hour until cancelled; throws `CancellationError`.
    func run() async throws {
        while true {
            try await clock.sleep(for: TaskMaintenance.interval)
            let retention = Duration.seconds(settings.integer(.idempotencyHours) * 3_600)
            let since = clock.now().adding(milliseconds: -retention.wholeMilliseconds)
            do {
                try await store.prune(
                    TaskRetention(
                        idempotencyRecordsSince: since, updatesPerUser: settings.integer(.updatesKeptPerUser)))
            } catch let error as TaskStoreError {
                Logger(label: "maintenance").warning("history not pruned", metadata: ["error": "\(error.message)"])
            }
        }
    }
}

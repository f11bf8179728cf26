internal import CivilTime
internal import EmbeddedAdapters
internal import Logging
internal import ServicePorts
internal import TodoPorts

/// Forgets from time to time what need not be kept.
struct Maintenance: Sendable {
    let tasks: any TaskStore
    let state: SQLiteStateStore
    let bus: SQLiteEventBus
    let clock: any WallClock
    let idempotencyMemory: Duration
    let updatesPerUser: Int

    private static let pause: Duration = .seconds(600)

    /// Works until the task is cancelled; what fails is tried again the next time.
    func run() async throws {
        let logger = Logger(label: "maintenance")
        while !Task.isCancelled {
            do {
                let since = clock.now().adding(milliseconds: -idempotencyMemory.wholeMilliseconds)
                try await tasks.prune(
                    TaskRetention(idempotencyRecordsSince: since, updatesPerUser: updatesPerUser))
                let values = try await state.prune()
                let events = try await bus.prune()
                logger.debug("pruned", metadata: ["values": "\(values)", "events": "\(events)"])
            } catch {
                logger.warning("maintenance failed", metadata: ["error": "\(error)"])
            }
            try await clock.sleep(for: Maintenance.pause)
        }
    }
}

internal import CivilTime
internal import SimulationKit
internal import TodoPorts

extension TodoSystem {
    /// Forgets old updates every so many virtual minutes until cancelled, as an operator's store does, so that a device
    /// that was away for long must read everything anew.
    func prune(everyMinutes minutes: Int) async throws {
        // Users repeat requests of days ago: their memory is kept for the whole run.
        let retention = TaskRetention(idempotencyRecordsSince: .epoch, updatesPerUser: 8)
        while true {
            try await simulation.clock.sleep(for: .seconds(minutes * 60))
            store.transaction { $0.prune(retention) }
        }
    }
}

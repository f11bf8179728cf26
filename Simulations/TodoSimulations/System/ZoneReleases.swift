internal import CivilTime
internal import SimulationKit
internal import TodoDomain

/// Which zone rules may have decided about the successor of a task: those that any node had since it was done.
struct ZoneReleases {
    private var oldest: [TaskID: Int] = [:]

    mutating func see(_ change: Change, in simulation: Simulation) {
        guard simulation.newestReferenceDataRelease > 0 else { return }
        for case .putTask(let task) in change.effects where task.id == change.taskID && task.isCompleted {
            // A task that was done, opened and done again may get its successor for either.
            if oldest[task.id] == nil { oldest[task.id] = simulation.oldestReferenceDataRelease }
        }
    }

    /// The different rules since a task was done.
    func databases(since task: TaskID, in simulation: Simulation) -> [MemoryZoneDatabase] {
        SimulatedZones.databases(ofReleases: oldest[task, default: 0]...simulation.newestReferenceDataRelease)
    }
}

internal import ServicePorts
public import TodoDomain
internal import TodoPorts

extension TaskService {
    /// What became of the occurrences of the task's series, with so many dates that come next; throws `.notFound` when
    /// the user has no such task, `.conflict` when it does not repeat.
    public nonisolated func history(
        of id: TaskID, of userID: UserID, upcoming: Int
    ) async throws(TaskRefusal) -> SeriesHistory {
        let task = try await task(id, of: userID)
        let tasks = try await tasks(of: userID, matching: TaskQuery())
        guard
            let history = SeriesHistory(
                of: task, among: tasks, upcoming: upcoming, now: clock.now(), zones: zones)
        else { throw .conflict("task \(id) does not repeat") }
        return history
    }
}

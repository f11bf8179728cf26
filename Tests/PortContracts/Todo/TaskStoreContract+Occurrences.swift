internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let occurrenceCases: [ContractCase<TaskStoreContract>] = [
        .init("an occurrence of a series is one task's, also when that is gone") { try await $0.keepsOccurrences() },
        .init("a task that becomes another occurrence gives its old one up") { try await $0.movesOccurrences() },
        .init("a withdrawn task was never made: its occurrence and its place as successor are free") {
            try await $0.withdrawsTasks()
        },
        .init("the newest occurrences of series by the clock are found, of every user, page by page") {
            try await $0.findsSeriesByClock()
        },
        .init("the successor comes as it is now, and is nil when it is gone") { try await $0.bringsTheSuccessor() },
    ]

    private func occurrence(
        _ id: TaskID, of user: UserID, series: TaskID?, minutes: Int64, after predecessor: TaskID? = nil
    ) -> TodoTask {
        var task = ContractTasks.task(id, of: user, predecessor: predecessor ?? id)
        task.series?.predecessorID = predecessor
        task.series?.id = series
        task.series?.occurrence = ContractTasks.wall(minutes)
        return task
    }

    private func occurrences(_ user: UserID, of task: TaskID) async throws -> [CivilDateTime: TaskID] {
        try await store.snapshot(SnapshotRequest(userID: user, taskID: task, includesOccurrences: true)).occurrences
    }

    func keepsOccurrences() async throws {
        let user = user("occurrences")
        let ids = try await identifiers(3)
        let first = occurrence(ids[0], of: user, series: ids[0], minutes: 0)
        let second = occurrence(ids[1], of: user, series: ids[0], minutes: 60)
        try await commit([.putTask(first), .putTask(second)], of: user)
        let both = [ContractTasks.wall(0): ids[0], ContractTasks.wall(60): ids[1]]
        try require(try await occurrences(user, of: ids[0]) == both, "the series has not both occurrences")
        let unasked = try await snapshot(user, task: ids[0]).occurrences
        try require(unasked.isEmpty, "occurrences came unasked")
        try await commit([.removeTask(ids[1])], of: user)
        try require(try await occurrences(user, of: ids[0]) == both, "a deleted occurrence is forgotten")
        let again = occurrence(ids[2], of: user, series: ids[0], minutes: 60)
        try await requireConflict("another task as the same occurrence") {
            try await commit([.putTask(again)], of: user)
        }
        let kept = try await snapshot(user, task: ids[2])
        try require(kept.task == nil && kept.sequence == 2, "the refused commit left \(kept)")
        let other = self.user("occurrences-other")
        try await commit([.putTask(occurrence(ids[2], of: other, series: ids[0], minutes: 60))], of: other)
        try await commit([.putTask(first)], of: user)
    }

    func movesOccurrences() async throws {
        let user = user("moved-occurrence")
        let ids = try await identifiers(2)
        try await commit([.putTask(occurrence(ids[0], of: user, series: ids[0], minutes: 0))], of: user)
        try await commit([.putTask(occurrence(ids[0], of: user, series: ids[0], minutes: 60))], of: user)
        try require(
            try await occurrences(user, of: ids[0]) == [ContractTasks.wall(60): ids[0]],
            "the moved task has not its new occurrence alone")
        let next = occurrence(ids[1], of: user, series: ids[0], minutes: 0)
        try await commit([.putTask(next)], of: user)
        var plain = next
        plain.series = nil
        try await commit([.putTask(plain)], of: user)
        try require(
            try await occurrences(user, of: ids[0]) == [ContractTasks.wall(60): ids[0]],
            "a task that repeats no more is still an occurrence")
        // A task that repeats no more may begin a series of its own anew: what that had is told too.
        try await commit([.putTask(occurrence(ids[1], of: user, series: ids[1], minutes: 90))], of: user)
        try await commit([.putTask(plain)], of: user)
        try require(try await occurrences(user, of: ids[1]).isEmpty, "an occurrence is left of a series without any")
    }

    func withdrawsTasks() async throws {
        let user = user("withdrawn")
        let ids = try await identifiers(3)
        let first = occurrence(ids[0], of: user, series: ids[0], minutes: 0)
        let second = occurrence(ids[1], of: user, series: ids[0], minutes: 60, after: ids[0])
        try await commit([.putTask(first), .putTask(second)], of: user)
        try await commit([.putTask(first), .withdrawTask(ids[1])], of: user)
        let gone = try await snapshot(user, task: ids[1], successorOf: ids[0])
        try require(gone.task == nil && gone.successorID == nil, "the withdrawn task left \(gone)")
        try require(
            try await occurrences(user, of: ids[0]) == [ContractTasks.wall(0): ids[0]], "its occurrence is not free")
        let again = occurrence(ids[2], of: user, series: ids[0], minutes: 60, after: ids[0])
        try await commit([.putTask(again)], of: user)
        try require(
            try await snapshot(user, successorOf: ids[0]).successorID == ids[2], "the new successor is not the one")
        try require(try await store.state(of: user).tasks[ids[1]] == nil, "the withdrawn task is in the state")
    }

    func findsSeriesByClock() async throws {
        let ids = try await identifiers(5)
        let users = [user("clock-1"), user("clock-2")]
        func task(_ index: Int, _ user: UserID, after predecessor: TaskID? = nil) -> TodoTask {
            var task = occurrence(ids[index], of: user, series: ids[index], minutes: 0, after: predecessor)
            task.series?.settings.advance = .onSchedule
            return task
        }
        var paused = task(2, users[0])
        paused.series?.settings.isPaused = true
        let plain = occurrence(ids[3], of: users[0], series: ids[3], minutes: 0)
        try await commit(
            [.putTask(task(0, users[0])), .putTask(paused), .putTask(plain)], of: users[0])
        try await commit([.putTask(task(1, users[1]))], of: users[1])
        let before = TaskID(ids[0].rawValue - 1)
        let both = try await store.scheduledSeries(after: before, limit: 10)
        try require(both == [task(0, users[0]), task(1, users[1])], "found \(both)")
        try require(try await store.scheduledSeries(after: before, limit: 1).map(\.id) == [ids[0]], "not one alone")
        try require(try await store.scheduledSeries(after: ids[0], limit: 10).map(\.id) == [ids[1]], "not the rest")
        try await commit([.putTask(task(4, users[0], after: ids[0])), .removeTask(ids[2])], of: users[0])
        try await commit([.removeTask(ids[1])], of: users[1])
        let newest = try await store.scheduledSeries(after: before, limit: 10).map(\.id)
        try require(newest == [ids[4]], "the newest occurrences are \(newest)")
    }

    func bringsTheSuccessor() async throws {
        let user = user("successor-now")
        let ids = try await identifiers(2)
        var second = occurrence(ids[1], of: user, series: ids[0], minutes: 60, after: ids[0])
        try await commit([.putTask(second)], of: user)
        second.title = "edited"
        second.version = 2
        try await commit([.putTask(second)], of: user)
        try require(
            try await snapshot(user, successorOf: ids[0]).successor == second, "the successor is not as it is now")
        try await commit([.removeTask(ids[1])], of: user)
        let gone = try await snapshot(user, successorOf: ids[0])
        try require(gone.successor == nil && gone.successorID == ids[1], "a deleted successor is \(gone)")
    }
}

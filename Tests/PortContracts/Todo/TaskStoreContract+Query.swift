internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let queryCases: [ContractCase<TaskStoreContract>] = [
        .init("every filter and order gives the tasks that it says") { try await $0.answersEveryQuery() }
    ]

    func answersEveryQuery() async throws {
        let user = user("query")
        let ids = try await identifiers(12)
        let tasks = ids.enumerated().map { TaskStoreContract.varied($0.element, $0.offset, of: user) }
        try await commit(tasks.reversed().map(Effect.putTask), of: user)
        for status in TaskQuery.Status.allCases {
            for sort in TaskQuery.Sort.allCases {
                for isDescending in [false, true] {
                    let query = TaskQuery(status: status, sort: sort, isDescending: isDescending)
                    let listed = try await store.tasks(of: user, matching: query).map(\.id)
                    let expected = query.applied(to: tasks).map(\.id)
                    try require(listed == expected, "\(query): expected \(expected), listed \(listed)")
                }
            }
        }
        let pending = try await store.tasks(of: user, matching: TaskQuery(status: .pending))
        try require(!pending.isEmpty && pending.count < tasks.count, "the filter kept \(pending.count) of 12")
    }

    /// Tasks with ties and with differences in everything that a query looks at.
    private static func varied(_ id: TaskID, _ index: Int, of user: UserID) -> TodoTask {
        let titles = ["banana", "Apple", "éclair", "apple", "Zebra", "zoo"]
        var task = TodoTask(
            id: id, userID: user, title: titles[index % titles.count],
            priority: Priority.allCases[index % Priority.allCases.count],
            createdAt: ContractTasks.noon.adding(milliseconds: Int64(index * 7 % 5) * 1_000),
            updatedAt: ContractTasks.noon)
        if index % 4 != 0 { task.due = DueDate(wall: ContractTasks.wall(Int64(index * 5 % 7) * 60)) }
        if index % 3 == 0 { task.completedAt = ContractTasks.noon }
        return task
    }
}

internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let queryCases: [ContractCase<TaskStoreContract>] = [
        .init("every filter and order gives the tasks that it says") { try await $0.answersEveryQuery() },
        .init("a search finds the tasks that have all its words") { try await $0.searches() },
    ]

    func searches() async throws {
        let user = user("search")
        let ids = try await identifiers(5)
        let texts: [(title: String, description: String, tags: [String])] = [
            ("Éclair for Zoë", "from the BÄCKEREI", ["café"]), ("کتاب پڑھنا", "علي کے لیے", []),
            ("50% off_sale \\ today", "", []), ("eclair", "", ["Zoe"]), ("Water the plants", "", []),
        ]
        var tasks = zip(ids, texts).map { id, text in
            TodoTask(
                id: id, userID: user, title: text.title, description: text.description, tags: text.tags,
                createdAt: ContractTasks.noon, updatedAt: ContractTasks.noon)
        }
        try await commit(tasks.map(Effect.putTask), of: user)
        let searches: [(String, [Int])] = [
            ("eclair", [0, 3]), ("ECLAIR zoe", [0, 3]), ("zoe backerei", [0]), ("cafe", [0]), ("clair", [0, 3]),
            ("كتاب", [1]), ("علی", [1]), ("50%", [2]), ("%", [2]), ("_", [2]), ("\\", [2]), ("0_o", []),
            ("the plants", [4]), ("  ", [0, 1, 2, 3, 4]), ("nowhere", []), ("eclair nowhere", []),
        ]
        for (search, expected) in searches {
            try await expect(search, of: user, finds: expected.map { ids[$0] })
        }
        let done = TaskQuery(status: .completed, search: "eclair")
        try require(try await store.tasks(of: user, matching: done).isEmpty, "an open task is found as done")
        tasks[3].title = "Something else"
        tasks[3].tags = []
        try await commit([.putTask(tasks[3])], of: user)
        try await expect("eclair", of: user, finds: [ids[0]])
        try await expect("something", of: user, finds: [ids[3]])
        try await expect("eclair", of: self.user("search-other"), finds: [])
    }

    private func expect(_ search: String, of user: UserID, finds expected: [TaskID]) async throws {
        let found = try await store.tasks(of: user, matching: TaskQuery(search: search)).map(\.id)
        try require(found == expected, "'\(search)': expected \(expected), found \(found)")
    }

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

internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let listCases: [ContractCase<TaskStoreContract>] = [
        .init("any filter, order, place and limit lists what the query itself makes of the tasks") {
            try await $0.listsAsTheQueryDoes()
        },
        .init("pages give every task once, in order, whatever their size") { try await $0.pagesGiveEveryTaskOnce() },
        .init("pages pass over no task while others come, change and go") { try await $0.pagesAreStable() },
        .init("a limited list finds what it looks for among many tasks") { try await $0.findsAmongMany() },
    ]

    func listsAsTheQueryDoes() async throws {
        let user = user("lists")
        var random = RandomTasks(seed: 7, user: user)
        var tasks: [TaskID: TodoTask] = [:]
        for id in try await identifiers(60) { tasks[id] = random.task(id) }
        try await commit(tasks.values.map(Effect.putTask), of: user)
        for round in 0..<4 {
            for _ in 0..<80 {
                let query = try random.query(among: Array(tasks.values))
                try await compare(query, with: tasks.values, of: user, "round \(round)")
            }
            // Changed and removed tasks are listed by what they are by now.
            let chosen = tasks.keys.sorted().filter { _ in random.numbers.chance(20) }
            let removed = chosen.filter { _ in random.numbers.chance(30) }
            for id in chosen { tasks[id] = removed.contains(id) ? nil : random.task(id) }
            try await commit(
                removed.map(Effect.removeTask) + chosen.compactMap { tasks[$0] }.map(Effect.putTask), of: user)
        }
        try await compare(TaskQuery(limit: 10), with: [], of: self.user("lists-other"), "another user")
    }

    private func compare(
        _ query: TaskQuery, with tasks: some Collection<TodoTask>, of user: UserID, _ what: String
    ) async throws {
        let listed = try await store.tasks(of: user, matching: query)
        let expected = query.applied(to: tasks)
        try require(listed == expected, "\(what): \(query): expected \(expected.map(\.id)), listed \(listed.map(\.id))")
        let count = try await store.count(of: user, matching: query)
        let matching = tasks.count(where: query.matches)
        try require(count == matching, "\(what): \(query): \(matching) match, counted \(count)")
    }

    func pagesGiveEveryTaskOnce() async throws {
        let user = user("pages")
        var random = RandomTasks(seed: 8, user: user)
        let tasks = try await identifiers(37).map { random.task($0) }
        try await commit(tasks.map(Effect.putTask), of: user)
        for sort in TaskQuery.Sort.allCases {
            for (isDescending, size) in [(false, 1), (true, 5), (false, 12), (true, 37), (false, 100)] {
                for predicate in [nil, try RandomTasks.predicate("priority != low || due < 2026-03-29T12:00")] {
                    let query = TaskQuery(predicate: predicate, sort: sort, isDescending: isDescending)
                    let listed = try await pages(of: query, user, size: size) { _ in }
                    let expected = query.applied(to: tasks).map(\.id)
                    try require(listed == expected, "\(query) by \(size): expected \(expected), listed \(listed)")
                }
            }
        }
    }

    /// Tasks that are there all the time, and are not moved, are listed once, however others behave.
    func pagesAreStable() async throws {
        let user = user("stable-pages")
        var random = RandomTasks(seed: 9, user: user)
        let ids = try await identifiers(120)
        for sort in TaskQuery.Sort.allCases {
            var tasks: [TaskID: TodoTask] = [:]
            for id in ids.prefix(40) { tasks[id] = random.task(id) }
            let steady = Set(ids.prefix(20))
            let before = try await store.tasks(of: user, matching: TaskQuery()).map(\.id)
            try await commit(
                before.map(Effect.removeTask) + tasks.values.map(Effect.putTask), of: user)
            let listed = try await pages(of: TaskQuery(sort: sort), user, size: 3) { page in
                let id = ids[(20 + page * 7) % 40]
                let gone: [Effect] = steady.contains(id) ? [] : [.removeTask(id)]
                try await self.commit(
                    gone + [.putTask(random.task(ids[40 + page % 80])), .putTask(random.task(ids[20 + page % 20]))],
                    of: user)
            }
            let expected = TaskQuery(sort: sort).applied(to: tasks.values.filter { steady.contains($0.id) }).map(\.id)
            let found = listed.filter(steady.contains)
            try require(found == expected, "by \(sort): expected \(expected), listed \(found)")
        }
    }

    func findsAmongMany() async throws {
        let user = user("many")
        var random = RandomTasks(seed: 10, user: user)
        var tasks = try await identifiers(1_200).map { random.task($0) }
        for index in stride(from: 100, to: 1_200, by: 250) { tasks[index].title = "needle" }
        try await commit(tasks.map(Effect.putTask), of: user)
        for sort in TaskQuery.Sort.allCases {
            for isDescending in [false, true] {
                for limit in [1, 3, 50] {
                    let query = TaskQuery(
                        predicate: try RandomTasks.predicate("title = needle"), sort: sort,
                        isDescending: isDescending, limit: limit)
                    try await compare(query, with: tasks, of: user, "among many")
                }
            }
        }
    }

    /// The identities of a list read page by page; something happens after each page.
    private func pages(
        of query: TaskQuery, _ user: UserID, size: Int, between: (Int) async throws -> Void
    ) async throws -> [TaskID] {
        var query = query
        query.limit = size
        var listed: [TaskID] = []
        for page in 0..<200 {
            let tasks = try await store.tasks(of: user, matching: query)
            listed += tasks.map(\.id)
            guard let last = tasks.last, tasks.count == size else { return listed }
            query.after = query.place(of: last)
            try await between(page)
        }
        throw ContractViolation("a list without an end: \(query)")
    }
}

internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let updateCases: [ContractCase<TaskStoreContract>] = [
        .init("updates after a sequence come in order, as they were committed") { try await $0.pagesUpdates() },
        .init("nobody's updates are an empty page at 0") { try await $0.pagesNothing() },
    ]

    static let retentionCases: [ContractCase<TaskStoreContract>] = [
        .init("updates beyond the retention are a gap, never silence") { try await $0.showsTheGap() },
        .init("idempotency records older than the retention are forgotten, others stay") {
            try await $0.forgetsOldRecords()
        },
        .init("pruning touches neither tasks nor the outbox") { try await $0.prunesOnlyHistory() },
    ]

    private func updates(_ made: [TaskCommit]) -> [CloudEvent<TaskUpdate>] {
        made.flatMap(\.messages).compactMap { message in
            guard case .taskUpdate(let event) = message else { return nil }
            return event
        }
    }

    func pagesUpdates() async throws {
        let user = user("updates")
        var made: [TaskCommit] = []
        for shape in ContractTasks.shapes(try await identifiers(6), of: user) {
            made.append(try await commit([.putTask(shape)], of: user))
        }
        let all = try await store.updates(of: user, after: 0, limit: 100)
        try require(all == UpdatePage(updates: updates(made), head: 6, hasGap: false), "all updates are \(all)")
        let middle = try await store.updates(of: user, after: 2, limit: 3)
        try require(middle.updates.map(\.sequence) == [3, 4, 5], "after 2, three: \(middle.updates.map(\.sequence))")
        try require(middle.head == 6 && !middle.hasGap, "a page in the middle says \(middle.head), \(middle.hasGap)")
        let end = try await store.updates(of: user, after: 6, limit: 3)
        try require(end == UpdatePage(updates: [], head: 6, hasGap: false), "after the head there is \(end)")
        // A client may say any number.
        let beyond = try await store.updates(of: user, after: .max, limit: 3)
        try require(beyond == end, "after the greatest number there is \(beyond)")
    }

    func pagesNothing() async throws {
        try await commit([], of: user("updates-other"))
        let page = try await store.updates(of: user("updates-nobody"), after: 0, limit: 10)
        try require(page == UpdatePage(updates: [], head: 0, hasGap: false), "nobody's updates are \(page)")
    }

    func showsTheGap() async throws {
        let user = user("gap")
        for _ in 0..<10 { try await commit([], of: user) }
        let short = self.user("gap-short")
        try await commit([], of: short)
        try await store.prune(TaskRetention(idempotencyRecordsSince: .epoch, updatesPerUser: 4))
        let pruned = try await store.updates(of: user, after: 5, limit: 100)
        try require(pruned.hasGap && pruned.head == 10, "update 6 is gone, but the page says \(pruned)")
        try require(pruned.updates.map(\.sequence) == [7, 8, 9, 10], "kept \(pruned.updates.map(\.sequence))")
        let whole = try await store.updates(of: user, after: 6, limit: 100)
        try require(!whole.hasGap && whole.updates.count == 4, "nothing after 6 is gone, but the page says \(whole)")
        let kept = try await store.updates(of: short, after: 0, limit: 100)
        try require(!kept.hasGap && kept.updates.count == 1, "a user with one update has \(kept)")
    }

    func forgetsOldRecords() async throws {
        let user = user("forget")
        let limit = ContractTasks.noon
        let ages: [(key: String, milliseconds: Int64)] = [("old", -1), ("at", 0), ("new", 1)]
        for (key, milliseconds) in ages {
            try await commit([], of: user, key: key, recordedAt: limit.adding(milliseconds: milliseconds))
        }
        try await store.prune(TaskRetention(idempotencyRecordsSince: limit, updatesPerUser: 100))
        for (key, milliseconds) in ages {
            let isKept = try await snapshot(user, key: key).idempotency != nil
            try require(isKept == (milliseconds >= 0), "the record '\(key)' is \(isKept ? "kept" : "forgotten")")
        }
        try await commit([], of: user, key: "old")
    }

    func prunesOnlyHistory() async throws {
        let user = user("prune")
        let task = ContractTasks.task(try await identifiers(1)[0], of: user)
        try await commit([.putTag(Tag(name: "kept")), .putTask(task)], of: user, key: "key")
        let before = try await store.state(of: user)
        let outbox = try await store.unpublished(limit: 10_000).entries
        try await store.prune(
            TaskRetention(idempotencyRecordsSince: ContractTasks.noon.adding(milliseconds: 1), updatesPerUser: 0))
        try require(try await store.state(of: user) == before, "pruning changed the state")
        try require(try await store.unpublished(limit: 10_000).entries == outbox, "pruning changed the outbox")
        let page = try await store.updates(of: user, after: 0, limit: 10)
        try require(page.updates.isEmpty && page.hasGap && page.head == 1, "nothing is kept, but the page is \(page)")
    }
}

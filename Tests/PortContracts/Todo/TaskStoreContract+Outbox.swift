internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let outboxCases: [ContractCase<TaskStoreContract>] = [
        .init("messages wait in the outbox in commit order, as they were committed") { try await $0.keepsMessages() },
        .init("published entries leave the outbox, unknown ones are passed over") { try await $0.marksPublished() },
        .init("a commit wakes whoever waits for the outbox") { try await $0.wakesTheWaiter() },
        .init("a wait from before a commit returns at once") { try await $0.noticesMissedCommits() },
        .init("a cancelled wait ends with a cancellation error") { try await $0.cancelsTheWait() },
    ]

    private func entries(of users: [UserID]) async throws -> [OutboxEntry] {
        try await store.unpublished(limit: 10_000).entries.filter { users.contains($0.userID) }
    }

    func keepsMessages() async throws {
        let users = [user("outbox-1"), user("outbox-2")]
        let ids = try await identifiers(6)
        var expected: [OutboxMessage] = []
        for (index, id) in ids.enumerated() {
            let owner = users[index % 2]
            expected += try await commit([.putTask(ContractTasks.task(id, of: owner))], of: owner).messages
        }
        let kept = try await entries(of: users)
        try require(kept.map(\.message) == expected, "expected \(expected), kept \(kept)")
        try require(kept.map(\.userID) == (0..<12).map { users[$0 / 2 % 2] }, "owners are \(kept.map(\.userID))")
        let numbers = kept.map(\.id)
        try require(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "entries are numbered \(numbers)")
        let limited = try await store.unpublished(limit: 3).entries
        let all = try await store.unpublished(limit: 10_000).entries
        try require(limited == Array(all.prefix(3)), "three entries are \(limited)")
    }

    func marksPublished() async throws {
        let user = user("published")
        for _ in 0..<3 { try await commit([], of: user) }
        let before = try await entries(of: [user])
        try require(before.count == 6, "three commits left \(before.count) entries")
        let published = [before[1].id, before[2].id, before[5].id]
        try await store.markPublished(published + [(before.last?.id ?? 0) + 1_000_000])
        let after = try await entries(of: [user])
        try require(after == [before[0], before[3], before[4]], "left \(after.map(\.id)) of \(before.map(\.id))")
        try await store.markPublished(published)
        try await store.markPublished([])
        try require(try await entries(of: [user]) == after, "marking entries again changed the outbox")
        try await commit([], of: user)
        let newest = try await entries(of: [user]).suffix(2).map(\.id)
        try require(newest.allSatisfy { $0 > before[5].id }, "identities \(newest) came again after \(before[5].id)")
    }

    func wakesTheWaiter() async throws {
        let user = user("wake")
        let store = store
        let version = try await store.unpublished(limit: 1).version
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                // A wait may return without cause, so it goes on until the entry is there.
                var version = version
                while true {
                    try await store.waitForOutbox(after: version)
                    let batch = try await store.unpublished(limit: 10_000)
                    if batch.entries.contains(where: { $0.userID == user }) { return true }
                    version = batch.version
                }
            }
            group.addTask {
                try await clock.sleep(for: .seconds(30))
                return false
            }
            try await clock.sleep(for: .milliseconds(20))
            try await commit([], of: user)
            let isWoken = try await group.next() ?? false
            group.cancelAll()
            try require(isWoken, "the waiter was not woken by the commit")
        }
    }

    func noticesMissedCommits() async throws {
        let version = try await store.unpublished(limit: 1).version
        try await commit([], of: user("missed"))
        let store = store
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await store.waitForOutbox(after: version)
                return true
            }
            group.addTask {
                try await clock.sleep(for: .seconds(30))
                return false
            }
            let isNoticed = try await group.next() ?? false
            group.cancelAll()
            try require(isNoticed, "a commit between the read and the wait went unnoticed")
        }
    }

    func cancelsTheWait() async throws {
        let store = store
        let ended = Recorder<String>()
        let version = try await store.unpublished(limit: 1).version
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    // Waits that return without cause are waited again; only the cancellation ends this.
                    while true { try await store.waitForOutbox(after: version) }
                } catch is CancellationError {
                    ended.record("cancelled")
                } catch {
                    ended.record("\(error)")
                }
            }
            try? await clock.sleep(for: .milliseconds(20))
            group.cancelAll()
        }
        try require(ended.elements == ["cancelled"], "a cancelled wait ended as \(ended.elements)")
    }
}

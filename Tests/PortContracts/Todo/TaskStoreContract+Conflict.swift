internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let conflictCases: [ContractCase<TaskStoreContract>] = [
        .init("a commit based on an old sequence does nothing") { try await $0.refusesStaleSequence() },
        .init("a commit based on a sequence to come does nothing") { try await $0.refusesFutureSequence() },
        .init("a commit whose idempotency key is taken does nothing") { try await $0.refusesTakenKey() },
        .init("the record under an idempotency key comes back as it was") { try await $0.keepsRecords() },
        .init("concurrent commits leave no gap and lose nothing") { try await $0.leavesNoGap() },
    ]

    /// Demands that a refused commit left no trace anywhere.
    private func requireUntouched(_ user: UserID, at sequence: Int64, without id: TaskID) async throws {
        let seen = try await snapshot(user, task: id, tags: true, key: "refused")
        try require(seen.sequence == sequence, "a refused commit moved the sequence to \(seen.sequence)")
        try require(seen.task == nil, "a refused commit stored its task")
        try require(seen.tags.isEmpty, "a refused commit stored its tag")
        try require(seen.idempotency == nil, "a refused commit stored its key")
        let page = try await store.updates(of: user, after: 0, limit: 100)
        try require(page.updates.count == sequence, "a refused commit stored its update")
        let outbox = try await store.unpublished(limit: 10_000).entries.filter { $0.userID == user }
        try require(outbox.count == sequence * 2, "a refused commit stored its messages")
    }

    func refusesStaleSequence() async throws {
        let user = user("stale")
        let id = try await identifiers(1)[0]
        try await commit([], of: user)
        try await commit([], of: user)
        try await requireConflict("commit on sequence 1 of 2") {
            let effects: [Effect] = [.putTag(Tag(name: "refused")), .putTask(ContractTasks.task(id, of: user))]
            try await commit(effects, of: user, expecting: 1, key: "refused")
        }
        try await requireUntouched(user, at: 2, without: id)
    }

    func refusesFutureSequence() async throws {
        let user = user("future")
        let id = try await identifiers(1)[0]
        try await commit([], of: user)
        try await requireConflict("commit on sequence 5 of 1") {
            try await commit([.putTask(ContractTasks.task(id, of: user))], of: user, expecting: 5, key: "refused")
        }
        try await requireUntouched(user, at: 1, without: id)
    }

    func refusesTakenKey() async throws {
        let user = user("taken")
        let id = try await identifiers(1)[0]
        try await commit([], of: user, key: "taken")
        try await requireConflict("commit with a taken key") {
            try await commit([.putTask(ContractTasks.task(id, of: user))], of: user, key: "taken")
        }
        try await requireUntouched(user, at: 1, without: id)
        try await commit([], of: user, key: "free")
        try require(try await snapshot(user).sequence == 2, "a free key was refused")
    }

    func keepsRecords() async throws {
        let user = user("record")
        let task = ContractTasks.shapes(try await identifiers(6), of: user)[5]
        let made = try await commit([.putTask(task)], of: user, key: "key with 'signs' and ü")
        let found = try await snapshot(user, key: "key with 'signs' and ü").idempotency
        try require(found != nil && found == made.idempotency, "recorded \(made), found \(String(describing: found))")
        try require(try await snapshot(user, key: "key").idempotency == nil, "another key finds the record")
        try require(try await snapshot(user).idempotency == nil, "a record comes unasked")
    }

    func leavesNoGap() async throws {
        let user = user("concurrent")
        let ids = try await identifiers(24)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for id in ids[(worker * 6)..<(worker * 6 + 6)] { try await commitUntilTaken(id, of: user) }
                }
            }
            try await group.waitForAll()
        }
        let state = try await store.state(of: user)
        try require(state.sequence == 24, "24 commits gave sequence \(state.sequence)")
        try require(Set(state.tasks.keys) == Set(ids), "24 tasks were committed, \(state.tasks.count) are there")
        let sequences = try await store.updates(of: user, after: 0, limit: 100).updates.map(\.sequence)
        try require(sequences == Array(1...24), "sequences of the updates are \(sequences)")
    }

    private func commitUntilTaken(_ id: TaskID, of user: UserID) async throws {
        while true {
            do {
                try await commit([.putTask(ContractTasks.task(id, of: user))], of: user)
                return
            } catch let error as TaskStoreError where error.code == .conflict {
                continue
            }
        }
    }
}

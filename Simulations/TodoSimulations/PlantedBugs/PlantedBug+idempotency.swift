internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Ways to carry out a repeated command again, or to answer it in another way.
extension PlantedBug {
    static let idempotencyBugs: [PlantedBug] = [
        PlantedBug(
            "idempotency-forgotten", "a repeated command is carried out again",
            breaks: [.idempotency, .noPhantom, .noLostChange],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    commit.idempotency = nil
                    try await base.commit(commit)
                }
            }),
        PlantedBug(
            "unchanged-forgotten", "a repeated command that changed nothing the first time is carried out later",
            breaks: [.idempotency, .predictedState],
            .backendStore { store, _ in store.onRemember = { _, _, _ in } }),
        PlantedBug(
            "idempotency-in-memory", "each replica remembers the commands of its own life only",
            breaks: [.idempotency, .noPhantom, .noLostChange],
            .backendStore { store, _ in
                let memory = CommandMemory()
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    snapshot.idempotency = request.idempotencyKey.flatMap { memory.record($0, of: request.userID) }
                    return snapshot
                }
                store.onCommit = { base, commit in
                    var bare = commit
                    bare.idempotency = nil
                    try await base.commit(bare)
                    if let record = commit.idempotency { memory.keep(record, of: commit.userID) }
                }
                store.onRemember = { _, record, userID in memory.keep(record, of: userID) }
            }),
        PlantedBug(
            "repeated-answer-differs", "a repeated command is answered without the task that it made or changed",
            breaks: [.idempotency],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    commit.idempotency?.outcome.task = nil
                    try await base.commit(commit)
                }
            }),
    ]
}

/// Commands that only this process knows, confined to the simulation's thread.
private final class CommandMemory: @unchecked Sendable {
    private var records: [String: IdempotencyRecord] = [:]

    func record(_ key: String, of userID: UserID) -> IdempotencyRecord? { records["\(userID)/\(key)"] }

    func keep(_ record: IdempotencyRecord, of userID: UserID) { records["\(userID)/\(record.key)"] = record }
}

internal import CivilTime
public import ServicePorts
public import TodoDomain
public import TodoPorts

/// What every `TaskStore` promises.
public struct TaskStoreContract: Sendable {
    /// The store under test, empty of the suite's users.
    public let store: any TaskStore
    /// The clock by which waits are limited.
    public let clock: any WallClock
    /// Prefix of every user, so that runs can share a store.
    public let namespace: String

    /// A suite over that store.
    public init(store: any TaskStore, clock: any WallClock, namespace: String = "contract") {
        self.store = store
        self.clock = clock
        self.namespace = namespace
    }

    /// Every promise; the outbox ones need a store whose outbox nobody else empties.
    public static let cases: [ContractCase<TaskStoreContract>] =
        commitCases + occurrenceCases + reminderCases + rememberCases + conflictCases + tagCases + recordCases
        + queryCases
        + listCases
        + updateCases
        + outboxCases + retentionCases
}

extension TaskStoreContract {
    /// Commits one change of a user of the suite's with its messages, for tests of what follows from a commit; returns
    /// the user.
    @discardableResult
    public func addChange(of name: String) async throws -> UserID {
        let user = user(name)
        try await commit([.putTask(ContractTasks.task(try await identifiers(1)[0], of: user))], of: user)
        return user
    }

    func user(_ name: String) -> UserID {
        UserID("\(namespace)-\(name)")
    }

    /// Identities that no other part of the suite uses.
    func identifiers(_ count: Int) async throws -> [TaskID] {
        let first = try await store.reserveIdentifiers(.task, count: Int64(count))
        return (0..<Int64(count)).map { TaskID(first + $0) }
    }

    /// Commits the effects as the user's next change, with one update and one task event; returns what was committed.
    @discardableResult
    func commit(
        _ effects: [Effect], of user: UserID, expecting sequence: Int64? = nil, key: String? = nil,
        recordedAt: Timestamp = ContractTasks.noon, undo: UndoStep? = nil
    ) async throws -> TaskCommit {
        let current = try await store.snapshot(SnapshotRequest(userID: user)).sequence
        var made = ContractTasks.commit(
            effects, of: user, sequence: (sequence ?? current) + 1, key: key, recordedAt: recordedAt)
        made.undo = undo
        try await store.commit(made)
        return made
    }

    func snapshot(
        _ user: UserID, task: TaskID? = nil, successorOf: TaskID? = nil, tags: Bool = false, key: String? = nil
    ) async throws -> TaskSnapshot {
        try await store.snapshot(
            SnapshotRequest(
                userID: user, taskID: task, successorOf: successorOf, includesTags: tags, idempotencyKey: key))
    }

    /// Demands that the body fails as a conflict.
    func requireConflict(_ what: String, _ body: () async throws -> Void) async throws {
        let error = try await requireError(TaskStoreError.self, what, from: body)
        try require(error.code == .conflict, "\(what): expected a conflict, got \(error)")
    }
}

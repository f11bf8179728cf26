public import CivilTime
internal import ServicePorts
public import SimulationKit
public import TodoDomain
public import TodoPorts

/// The system of record as one node reaches it: every call is a request over the simulated network.
public final class SimulatedTaskStore: TaskStore {
    private let environment: NodeEnvironment
    private let store: MemoryTaskStore
    private let witness: any CommitWitness
    private static let errors = CallErrors(
        unavailable: { TaskStoreError(.unavailable, $0) }, ambiguous: { TaskStoreError(.ambiguous, $0) })

    /// A view of the store whose commits the witness sees.
    public init(_ environment: NodeEnvironment, store: MemoryTaskStore, witness: any CommitWitness) {
        self.environment = environment
        self.store = store
        self.witness = witness
    }

    private func call<Output: Sendable>(
        _ name: StaticString, _ body: (inout MemoryTaskTables) throws -> sending Output
    ) async throws -> Output {
        try await environment.call(name, errors: SimulatedTaskStore.errors) { try store.transaction(body) }
    }

    /// See `TaskStore`.
    public func epoch() async throws -> String {
        try await call("epoch") { $0.epoch }
    }

    /// See `TaskStore`.
    public func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot {
        try await call("snapshot") { $0.snapshot(request) }
    }

    /// See `TaskStore`.
    public func commit(_ commit: TaskCommit) async throws {
        try await call("commit") { [witness] tables in
            let before = tables.snapshot(SnapshotRequest(userID: commit.userID, taskID: commit.change.taskID))
            try tables.commit(commit)
            witness.sawCommit(commit, before: before, after: tables.state(of: commit.userID))
        }
    }

    /// See `TaskStore`.
    public func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws {
        try await call("remember") { try $0.remember(record, of: userID, expectedSequence: expectedSequence) }
    }

    /// See `TaskStore`.
    public func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask] {
        try await call("tasks") { $0.tasks(of: userID, matching: query) }
    }

    /// See `TaskStore`.
    public func state(of userID: UserID) async throws -> UserState {
        try await call("state") { $0.state(of: userID) }
    }

    /// See `TaskStore`.
    public func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64 {
        try await call("reserve identifiers") { $0.reserveIdentifiers(kind, count: count) }
    }

    /// See `TaskStore`.
    public func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage {
        try await call("updates") { $0.updates(of: userID, after: sequence, limit: limit) }
    }

    /// See `TaskStore`.
    public func unpublished(limit: Int) async throws -> OutboxBatch {
        try await call("unpublished") { $0.unpublished(limit: limit) }
    }

    /// See `TaskStore`.
    public func markPublished(_ identifiers: [Int64]) async throws {
        try await call("mark published") { $0.markPublished(identifiers) }
    }

    /// See `TaskStore`.
    public func prune(_ retention: TaskRetention) async throws {
        try await call("prune") { $0.prune(retention) }
    }

    /// See `TaskStore`.
    public func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask] {
        try await call("scheduled series") { $0.scheduledSeries(after: id, limit: limit) }
    }

    /// See `TaskStore`.
    public func pendingReminders(
        until: Timestamp, after place: ReminderPlace?, limit: Int
    ) async throws -> [PendingReminder] {
        try await call("pending reminders") { $0.pendingReminders(until: until, after: place, limit: limit) }
    }

    /// See `TaskStore`.
    public func waitForOutbox(after version: Int64) async throws {
        try await store.waitForOutbox(after: version)
    }
}

/// Sees every commit at the instant when it becomes true.
public protocol CommitWitness: AnyObject, Sendable {
    /// A commit was applied to what `before` shows, and made what `after` holds.
    func sawCommit(_ commit: TaskCommit, before: TaskSnapshot, after: UserState)
}

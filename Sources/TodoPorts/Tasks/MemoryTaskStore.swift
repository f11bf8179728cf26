internal import ServicePorts
internal import Synchronization
public import TodoDomain

/// A task store in memory: the model of the port, and a store for tests.
public final class MemoryTaskStore: TaskStore {
    private struct Waiter {
        let id: Int64
        let version: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var tables: MemoryTaskTables
        var waiters: [Waiter] = []
        var lastWaiterID: Int64 = 0
        var cancelledWaiters: Set<Int64> = []
    }

    private let state: Mutex<State>

    /// An empty store of that epoch.
    public init(epoch: String) {
        state = Mutex(State(tables: MemoryTaskTables(epoch: epoch)))
    }

    /// Runs one transaction on the tables and wakes whoever waits for outbox rows that it added.
    public func transaction<Result: Sendable>(
        _ body: (inout MemoryTaskTables) throws -> sending Result
    ) rethrows -> Result {
        let (result, ready) = try state.withLock { state in
            let result = try body(&state.tables)
            let version = state.tables.outboxVersion
            let ready = state.waiters.filter { $0.version < version }
            state.waiters.removeAll { $0.version < version }
            return (result, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        return result
    }

    /// See `TaskStore`.
    public func epoch() async throws -> String {
        transaction { $0.epoch }
    }

    /// See `TaskStore`.
    public func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot {
        transaction { $0.snapshot(request) }
    }

    /// See `TaskStore`.
    public func commit(_ commit: TaskCommit) async throws {
        try transaction { try $0.commit(commit) }
    }

    /// See `TaskStore`.
    public func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws {
        try transaction { try $0.remember(record, of: userID, expectedSequence: expectedSequence) }
    }

    /// See `TaskStore`.
    public func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask] {
        transaction { $0.tasks(of: userID, matching: query) }
    }

    /// See `TaskStore`.
    public func state(of userID: UserID) async throws -> UserState {
        transaction { $0.state(of: userID) }
    }

    /// See `TaskStore`.
    public func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64 {
        transaction { $0.reserveIdentifiers(kind, count: count) }
    }

    /// See `TaskStore`.
    public func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage {
        transaction { $0.updates(of: userID, after: sequence, limit: limit) }
    }

    /// See `TaskStore`.
    public func unpublished(limit: Int) async throws -> OutboxBatch {
        transaction { $0.unpublished(limit: limit) }
    }

    /// See `TaskStore`.
    public func markPublished(_ identifiers: [Int64]) async throws {
        transaction { $0.markPublished(identifiers) }
    }

    /// See `TaskStore`.
    public func prune(_ retention: TaskRetention) async throws {
        transaction { $0.prune(retention) }
    }

    /// See `TaskStore`.
    public func waitForOutbox(after version: Int64) async throws {
        let id = state.withLock { state in
            state.lastWaiterID += 1
            return state.lastWaiterID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                register(Waiter(id: id, version: version, continuation: continuation))
            }
        } onCancel: {
            cancelWaiter(id)
        }
    }

    private func register(_ waiter: Waiter) {
        let immediate: Result<Void, any Error>? = state.withLock { state in
            if state.cancelledWaiters.remove(waiter.id) != nil { return .failure(CancellationError()) }
            if waiter.version < state.tables.outboxVersion { return .success(()) }
            state.waiters.append(waiter)
            return nil
        }
        if let immediate { waiter.continuation.resume(with: immediate) }
    }

    private func cancelWaiter(_ id: Int64) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.cancelledWaiters.insert(id)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}

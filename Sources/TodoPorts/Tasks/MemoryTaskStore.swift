public import CivilTime
internal import ServicePorts
internal import Synchronization
public import TodoDomain

/// A task store in memory: the model of the port, and a store for tests.
public final class MemoryTaskStore: TaskStore {
    private let tables: Mutex<MemoryTaskTables>
    private let outboxGate = VersionGate()

    /// An empty store of that epoch.
    public init(epoch: String) {
        tables = Mutex(MemoryTaskTables(epoch: epoch))
    }

    /// Runs one transaction on the tables and wakes whoever waits for outbox rows that it added.
    public func transaction<Result: Sendable>(
        _ body: (inout MemoryTaskTables) throws -> sending Result
    ) rethrows -> Result {
        let (result, outboxVersion) = try tables.withLock { tables in
            (try body(&tables), tables.outboxVersion)
        }
        outboxGate.raise(to: outboxVersion)
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
    public func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask] {
        transaction { $0.scheduledSeries(after: id, limit: limit) }
    }

    /// See `TaskStore`.
    public func pendingReminders(
        until: Timestamp, after place: ReminderPlace?, limit: Int
    ) async throws -> [PendingReminder] {
        transaction { $0.pendingReminders(until: until, after: place, limit: limit) }
    }

    /// See `TaskStore`.
    public func waitForOutbox(after version: Int64) async throws {
        try await outboxGate.wait(after: version)
    }
}

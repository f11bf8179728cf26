internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// A task store that passes every call on; planted bugs replace single calls.
struct TaskStoreDecorator: TaskStore {
    let base: any TaskStore
    var onEpoch: (@Sendable (any TaskStore) async throws -> String)?
    var onSnapshot: (@Sendable (any TaskStore, SnapshotRequest) async throws -> TaskSnapshot)?
    var onCommit: (@Sendable (any TaskStore, TaskCommit) async throws -> Void)?
    var onRemember: (@Sendable (any TaskStore, IdempotencyRecord, UserID) async throws -> Void)?
    var onReserve: (@Sendable (any TaskStore, IdentifierKind, Int64) async throws -> Int64)?
    var onState: (@Sendable (any TaskStore, UserID) async throws -> UserState)?
    var onUnpublished: (@Sendable (any TaskStore, Int) async throws -> OutboxBatch)?
    var onMarkPublished: (@Sendable (any TaskStore, [Int64]) async throws -> Void)?
    var onPendingReminders: (@Sendable ([PendingReminder]) -> [PendingReminder])?

    func epoch() async throws -> String {
        guard let onEpoch else { return try await base.epoch() }
        return try await onEpoch(base)
    }

    func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot {
        guard let onSnapshot else { return try await base.snapshot(request) }
        return try await onSnapshot(base, request)
    }

    func commit(_ commit: TaskCommit) async throws {
        guard let onCommit else { return try await base.commit(commit) }
        try await onCommit(base, commit)
    }

    func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws {
        guard let onRemember else {
            return try await base.remember(record, of: userID, expectedSequence: expectedSequence)
        }
        try await onRemember(base, record, userID)
    }

    func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask] {
        try await base.tasks(of: userID, matching: query)
    }

    func state(of userID: UserID) async throws -> UserState {
        guard let onState else { return try await base.state(of: userID) }
        return try await onState(base, userID)
    }

    func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64 {
        guard let onReserve else { return try await base.reserveIdentifiers(kind, count: count) }
        return try await onReserve(base, kind, count)
    }

    func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage {
        try await base.updates(of: userID, after: sequence, limit: limit)
    }

    func unpublished(limit: Int) async throws -> OutboxBatch {
        guard let onUnpublished else { return try await base.unpublished(limit: limit) }
        return try await onUnpublished(base, limit)
    }

    func markPublished(_ identifiers: [Int64]) async throws {
        guard let onMarkPublished else { return try await base.markPublished(identifiers) }
        try await onMarkPublished(base, identifiers)
    }

    func waitForOutbox(after version: Int64) async throws { try await base.waitForOutbox(after: version) }

    func prune(_ retention: TaskRetention) async throws { try await base.prune(retention) }

    func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask] {
        try await base.scheduledSeries(after: id, limit: limit)
    }

    func pendingReminders(
        until: Timestamp, after place: ReminderPlace?, limit: Int
    ) async throws -> [PendingReminder] {
        let found = try await base.pendingReminders(until: until, after: place, limit: limit)
        return onPendingReminders?(found) ?? found
    }
}

extension SnapshotRequest {
    /// True for the request that goes before marking a reminder as sent: no other reads a task alone.
    var isForReminder: Bool {
        taskID != nil && !includesTags && idempotencyKey == nil && successorOf == nil
    }
}

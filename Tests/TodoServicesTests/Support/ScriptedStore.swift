import CivilTime
import ServicePorts
import Synchronization
import TodoDomain
import TodoPorts
import TodoServices

/// A store in memory that does what the script of a test says at a call, and gives others a chance to run at each.
final class ScriptedStore: TaskStore {
    /// What happens at one commit.
    enum CommitStep: Sendable {
        /// It fails and nothing happened.
        case fail(TaskStoreError.Code)
        /// It happened, but fails.
        case commitThenFail(TaskStoreError.Code)
        /// It happens once something else has.
        case after(@Sendable () async -> Void)
        /// It fails once something else has happened.
        case afterwardsFail(TaskStoreError.Code, @Sendable () async -> Void)
    }

    private struct Script {
        var commits: [CommitStep] = []
        var reads: [TaskStoreError.Code] = []
        var mostAtOnce = 0
        var atOnce = 0
    }

    private let base: MemoryTaskStore
    private let script = Mutex(Script())

    init(_ base: MemoryTaskStore) {
        self.base = base
    }

    /// The most commits that were under way at once.
    var mostCommitsAtOnce: Int { script.withLock(\.mostAtOnce) }

    func onNextCommits(_ steps: CommitStep...) {
        script.withLock { $0.commits = steps }
    }

    func failNextReads(_ codes: TaskStoreError.Code...) {
        script.withLock { $0.reads = codes }
    }

    private func read() async throws {
        await Task.yield()
        let code = script.withLock { $0.reads.isEmpty ? nil : $0.reads.removeFirst() }
        if let code { throw TaskStoreError(code, "scripted") }
    }

    func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws {
        try await base.remember(record, of: userID, expectedSequence: expectedSequence)
    }

    func commit(_ commit: TaskCommit) async throws {
        let step = script.withLock { script -> CommitStep? in
            script.atOnce += 1
            script.mostAtOnce = max(script.mostAtOnce, script.atOnce)
            return script.commits.isEmpty ? nil : script.commits.removeFirst()
        }
        defer { script.withLock { $0.atOnce -= 1 } }
        await Task.yield()
        switch step {
        case nil: try await base.commit(commit)
        case .fail(let code): throw TaskStoreError(code, "scripted")
        case .commitThenFail(let code):
            try await base.commit(commit)
            throw TaskStoreError(code, "scripted")
        case .after(let something):
            await something()
            try await base.commit(commit)
        case .afterwardsFail(let code, let something):
            await something()
            throw TaskStoreError(code, "scripted")
        }
    }

    func epoch() async throws -> String {
        try await read()
        return try await base.epoch()
    }

    func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot {
        try await read()
        return try await base.snapshot(request)
    }

    func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask] {
        try await read()
        return try await base.tasks(of: userID, matching: query)
    }

    func state(of userID: UserID) async throws -> UserState {
        try await read()
        return try await base.state(of: userID)
    }

    func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64 {
        try await read()
        return try await base.reserveIdentifiers(kind, count: count)
    }

    func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage {
        try await read()
        return try await base.updates(of: userID, after: sequence, limit: limit)
    }

    func unpublished(limit: Int) async throws -> OutboxBatch {
        try await read()
        return try await base.unpublished(limit: limit)
    }

    func markPublished(_ identifiers: [Int64]) async throws {
        try await base.markPublished(identifiers)
    }

    func waitForOutbox(after version: Int64) async throws {
        try await base.waitForOutbox(after: version)
    }

    func prune(_ retention: TaskRetention) async throws {
        try await base.prune(retention)
    }

    func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask] {
        try await base.scheduledSeries(after: id, limit: limit)
    }

    func pendingReminders(
        until: Timestamp, after place: ReminderPlace?, limit: Int
    ) async throws -> [PendingReminder] {
        try await base.pendingReminders(until: until, after: place, limit: limit)
    }
}

extension TaskBench {
    /// A bench with a store that follows a script.
    static func scripted(_ settings: TaskService.Settings = .init()) -> (TaskBench, ScriptedStore) {
        var scripted: ScriptedStore?
        let bench = TaskBench(settings: settings) { base in
            let store = ScriptedStore(base)
            scripted = store
            return store
        }
        guard let scripted else { preconditionFailure("the bench makes its store") }
        return (bench, scripted)
    }
}

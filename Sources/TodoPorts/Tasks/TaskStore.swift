public import CivilTime
public import TodoDomain

/// The port of the tasks' system of record.
///
/// Promises: a commit is all or nothing and durable when it returns; a user's change sequence has no gap; reads see
/// committed data. Does not promise a global order across users. Every call throws `TaskStoreError`.
public protocol TaskStore: Sendable {
    /// Identity of this store's history: sequences of different epochs must not be compared.
    func epoch() async throws -> String

    /// What a decision needs of one user, read at one instant.
    ///
    /// The first task that was put with a predecessor is that one's successor for ever, whatever becomes of it, unless
    /// it is withdrawn. A task that was put as an occurrence of a series holds that occurrence until it is put as
    /// another one or is withdrawn; deleting it keeps the occurrence taken.
    func snapshot(_ request: SnapshotRequest) async throws -> TaskSnapshot

    /// Applies the commit if the user's sequence still is the expected one, its idempotency key is new, and no other
    /// task holds an occurrence that it puts; otherwise throws `.conflict` and nothing happened.
    func commit(_ commit: TaskCommit) async throws

    /// Keeps the memory of a command that changed nothing, if the user's sequence still is the expected one and the key
    /// is new; otherwise throws `.conflict` and nothing happened.
    func remember(_ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64) async throws

    /// The user's tasks that match, in the query's order, from its place on and not more than it asks for.
    ///
    /// A store may read a limited list in several steps: a task that changes meanwhile may be missing from it if it
    /// moved back over the place reached, as it would be from the next page. It is never there twice.
    func tasks(of userID: UserID, matching query: TaskQuery) async throws -> [TodoTask]

    /// How many of the user's tasks match, whatever place and limit the query has.
    func count(of userID: UserID, matching query: TaskQuery) async throws -> Int

    /// The user's records of a kind, in their order.
    func records(of userID: UserID, kind: UserRecord.Kind) async throws -> [UserRecord]

    /// All that the user has, read at one instant.
    func state(of userID: UserID) async throws -> UserState

    /// Sets aside `count` identities that nobody ever got, and answers the first; identities start at 1.
    func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) async throws -> Int64

    /// The user's updates after a sequence, oldest first, at most `limit` of them.
    func updates(of userID: UserID, after sequence: Int64, limit: Int) async throws -> UpdatePage

    /// Outbox entries not yet published, oldest first, at most `limit` of them.
    func unpublished(limit: Int) async throws -> OutboxBatch

    /// Takes published entries off the outbox; unknown ones are passed over.
    func markPublished(_ identifiers: [Int64]) async throws

    /// Returns when entries may have been added since the batch of that version was read, at once if so already;
    /// may return without cause. Throws `CancellationError` when cancelled.
    func waitForOutbox(after version: Int64) async throws

    /// Forgets idempotency records older than the instant and updates beyond the retention.
    func prune(_ retention: TaskRetention) async throws

    /// The newest occurrences of series that advance by the clock and are not paused, of all users, by identity from
    /// the one after `id` on, at most `limit` of them.
    func scheduledSeries(after id: TaskID?, limit: Int) async throws -> [TodoTask]

    /// Pending reminders of all users up to an instant, by instant and identity from the one after `place` on, at most
    /// `limit` of them; each with the correlation id of the change that made it.
    func pendingReminders(until: Timestamp, after place: ReminderPlace?, limit: Int) async throws -> [PendingReminder]
}

extension TaskStore {
    /// Takes them from all that the user has.
    public func records(of userID: UserID, kind: UserRecord.Kind) async throws -> [UserRecord] {
        try await state(of: userID).orderedRecords(kind)
    }

    /// Counts the whole list.
    public func count(of userID: UserID, matching query: TaskQuery) async throws -> Int {
        var query = query
        query.after = nil
        query.limit = nil
        return try await tasks(of: userID, matching: query).count
    }
}

/// What identities are reserved for.
public enum IdentifierKind: String, Sendable, CaseIterable {
    /// Tasks.
    case task
    /// Reminders.
    case reminder
}

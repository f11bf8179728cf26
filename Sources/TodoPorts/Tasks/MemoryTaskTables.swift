public import CivilTime
internal import ServicePorts
public import TodoDomain

/// The tables of a task store held in memory, as a plain value: each call is one transaction.
public struct MemoryTaskTables: Sendable {
    fileprivate struct UserTables {
        var state = UserState()
        var idempotency: [String: IdempotencyRecord] = [:]
        var updates: [CloudEvent<TaskUpdate>] = []
        var successors: [TaskID: TaskID] = [:]
        var occurrences = OccurrenceTable()
        var undo: UndoStep?
    }

    /// Identity of this store's history.
    public private(set) var epoch: String
    /// Rises with each commit that adds outbox rows.
    public private(set) var outboxVersion: Int64 = 0
    private var users: [UserID: UserTables] = [:]
    private var waiting = WaitingSeriesTable()
    private var reminders = PendingReminderTable()
    private var outbox: [OutboxEntry] = []
    private var lastOutboxID: Int64 = 0
    private var nextIdentifiers: [IdentifierKind: Int64] = [:]

    /// Empty tables of that epoch.
    public init(epoch: String) {
        self.epoch = epoch
    }

    /// Begins another history with all that is there, as a store does that is put back from a backup.
    public mutating func beginHistory(_ epoch: String) {
        self.epoch = epoch
    }

    /// Everybody who ever changed anything, by identity.
    public var userIDs: [UserID] { users.keys.sorted() }

    /// See `TaskStore.snapshot`.
    public func snapshot(_ request: SnapshotRequest) -> TaskSnapshot {
        guard let user = users[request.userID] else { return TaskSnapshot(sequence: 0) }
        let task = request.taskID.flatMap { user.state.tasks[$0] }
        let successorID = request.successorOf.flatMap { user.successors[$0] }
        var snapshot = TaskSnapshot(
            sequence: user.state.sequence, task: task, successorID: successorID,
            successor: successorID.flatMap { user.state.tasks[$0] },
            occurrences: request.includesOccurrences
                ? task.map { user.occurrences.occurrences(of: $0.seriesID ?? $0.id) } ?? [:] : [:],
            tags: request.includesTags ? user.state.orderedTags : [], settings: user.state.settings,
            idempotency: request.idempotencyKey.flatMap { user.idempotency[$0] },
            holderOfUID: request.uid.flatMap { uid in user.state.tasks.values.first { $0.uid == uid }?.id })
        snapshot.parent = request.parentID.flatMap { user.state.tasks[$0] }
        if !request.subtasksOf.isEmpty { snapshot.subtasks = user.state.subtasks(of: request.subtasksOf) }
        snapshot.records = request.recordIDs.compactMap { user.state.records[$0] }
        if let kind = request.countedRecords {
            let records = user.state.orderedRecords(kind)
            snapshot.recordCount = records.count
            snapshot.oldestRecords = Array(records.prefix(SnapshotRequest.oldestRecords))
        }
        snapshot.undo = request.includesUndo ? user.undo : nil
        return snapshot
    }

    /// See `TaskStore.records`.
    public func records(of userID: UserID, kind: UserRecord.Kind) -> [UserRecord] {
        state(of: userID).orderedRecords(kind)
    }

    /// See `TaskStore.commit`; throws `.conflict` leaving the tables as they were.
    public mutating func commit(_ commit: TaskCommit) throws(TaskStoreError) {
        try require(commit.expectedSequence, key: commit.idempotency?.key, of: commit.userID)
        try users[commit.userID]?.occurrences.check(commit.change.effects)
        let touched = users[commit.userID, default: UserTables()].apply(commit)
        noteForSweeps(commit, touched: touched)
        for message in commit.messages {
            lastOutboxID += 1
            outbox.append(OutboxEntry(id: lastOutboxID, userID: commit.userID, message: message))
        }
        if !commit.messages.isEmpty { outboxVersion += 1 }
    }

    /// See `TaskStore.remember`; throws `.conflict` leaving the tables as they were.
    public mutating func remember(
        _ record: IdempotencyRecord, of userID: UserID, expectedSequence: Int64
    ) throws(TaskStoreError) {
        try require(expectedSequence, key: record.key, of: userID)
        users[userID, default: UserTables()].idempotency[record.key] = record
    }

    private func require(_ sequence: Int64, key: String?, of userID: UserID) throws(TaskStoreError) {
        let user = users[userID] ?? UserTables()
        guard user.state.sequence == sequence else {
            throw TaskStoreError(.conflict, "sequence of \(userID) is \(user.state.sequence), not \(sequence)")
        }
        if let key, user.idempotency[key] != nil {
            throw TaskStoreError(.conflict, "idempotency key '\(key)' of \(userID) is taken")
        }
    }

    /// See `TaskStore.tasks`.
    public func tasks(of userID: UserID, matching query: TaskQuery) -> [TodoTask] {
        query.applied(to: state(of: userID).orderedTasks)
    }

    /// See `TaskStore.state`.
    public func state(of userID: UserID) -> UserState {
        users[userID]?.state ?? UserState()
    }

    /// See `TaskStore.reserveIdentifiers`.
    public mutating func reserveIdentifiers(_ kind: IdentifierKind, count: Int64) -> Int64 {
        let first = nextIdentifiers[kind, default: 1]
        nextIdentifiers[kind] = first + count
        return first
    }

    /// See `TaskStore.updates`.
    public func updates(of userID: UserID, after sequence: Int64, limit: Int) -> UpdatePage {
        guard let user = users[userID] else { return UpdatePage(updates: [], head: 0, hasGap: false) }
        let head = user.state.sequence
        let oldest = head - Int64(user.updates.count) + 1
        let hasGap = sequence < oldest - 1
        // Whoever asks from beyond the head gets nothing, however far beyond.
        let start = Int(min(max(sequence, oldest - 1), head) - oldest + 1)
        return UpdatePage(updates: Array(user.updates.dropFirst(start).prefix(limit)), head: head, hasGap: hasGap)
    }

    /// See `TaskStore.unpublished`.
    public func unpublished(limit: Int) -> OutboxBatch {
        OutboxBatch(entries: Array(outbox.prefix(limit)), version: outboxVersion)
    }

    /// See `TaskStore.markPublished`.
    public mutating func markPublished(_ identifiers: [Int64]) {
        let published = Set(identifiers)
        outbox.removeAll { published.contains($0.id) }
    }

    /// See `TaskStore.scheduledSeries`.
    public func scheduledSeries(after id: TaskID?, limit: Int) -> [TodoTask] {
        waiting.entries(after: id).prefix(limit).compactMap { users[$0.userID]?.state.tasks[$0.taskID] }
    }

    /// See `TaskStore.pendingReminders`.
    public func pendingReminders(until: Timestamp, after place: ReminderPlace?, limit: Int) -> [PendingReminder] {
        reminders.entries(until: until, after: place).prefix(limit).compactMap { entry in
            guard let state = users[entry.owner.userID]?.state, let task = state.tasks[entry.owner.taskID] else {
                return nil
            }
            return PendingReminder(
                reminderID: entry.place.reminderID, remindAt: entry.place.remindAt,
                correlationID: entry.correlationID, task: task, settings: state.settings)
        }
    }

    /// Keeps what is looked for among all users in tables of its own, which no user's number of tasks slows down.
    private mutating func noteForSweeps(_ commit: TaskCommit, touched: Set<TaskID>) {
        for effect in commit.change.effects {
            reminders.apply(effect, of: commit.userID, correlationID: commit.change.correlationID)
        }
        guard let user = users[commit.userID] else { return }
        for id in touched { waiting.set(id, of: commit.userID, isWaiting: user.isWaitingForClock(id)) }
    }

    /// See `TaskStore.prune`.
    public mutating func prune(_ retention: TaskRetention) {
        var index = users.startIndex
        while index != users.endIndex {
            users.values[index].prune(retention)
            users.formIndex(after: &index)
        }
    }
}

extension MemoryTaskTables.UserTables {
    fileprivate mutating func prune(_ retention: TaskRetention) {
        let excess = updates.count - retention.updatesPerUser
        if excess > 0 { updates.removeFirst(excess) }
        let isOld = { (record: IdempotencyRecord) in record.recordedAt < retention.idempotencyRecordsSince }
        if idempotency.values.contains(where: isOld) { idempotency = idempotency.filter { !isOld($0.value) } }
    }

    /// Whether the next occurrence after that task is made by the clock and was not made yet.
    fileprivate func isWaitingForClock(_ id: TaskID) -> Bool {
        successors[id] == nil && (state.tasks[id]?.waitsForClock ?? false)
    }

    /// Answers the tasks of which each may have begun or ceased to wait for its next occurrence.
    fileprivate mutating func apply(_ commit: TaskCommit) -> Set<TaskID> {
        do {
            try state.apply(commit.change)
        } catch {
            preconditionFailure("the sequence was checked: \(error)")
        }
        var touched: Set<TaskID> = []
        for effect in commit.change.effects {
            occurrences.apply(effect)
            switch effect {
            case .putTask(let task):
                touched.insert(task.id)
                if let predecessor = task.series?.predecessorID {
                    successors[predecessor] = successors[predecessor] ?? task.id
                    touched.insert(predecessor)
                }
            case .withdrawTask(let id):
                let bereft = successors.filter { $0.value == id }.keys
                for predecessor in bereft { successors[predecessor] = nil }
                touched.formUnion(bereft)
                touched.insert(id)
            case .removeTask(let id): touched.insert(id)
            case .putTag, .renameTag, .removeTag, .putSettings, .putRecord, .removeRecord: continue
            }
        }
        for case .taskUpdate(let event) in commit.messages { updates.append(event) }
        if let record = commit.idempotency { idempotency[record.key] = record }
        undo = commit.undo ?? undo
        return touched
    }
}

public import CivilTime
public import Logging
public import ServicePorts
internal import TodoDomain
public import TodoPorts

/// The one service that writes tasks: it loads what a decision needs, asks the decision, and commits the change with
/// its events in one transaction.
public actor TaskService {
    /// What can be set about the service.
    public struct Settings: Sendable {
        /// Times that a command is decided anew when others commit first.
        public var mostAttempts: Int
        /// Identities reserved from the store at once.
        public var identifierBlockSize: Int64
        /// Different commands of one user that may wait; further ones are refused at once.
        public var mostWaiting: Int

        /// Settings with the given values.
        public init(mostAttempts: Int = 32, identifierBlockSize: Int64 = 32, mostWaiting: Int = 256) {
            self.mostAttempts = mostAttempts
            self.identifierBlockSize = identifierBlockSize
            self.mostWaiting = mostWaiting
        }
    }

    private nonisolated let lane: any SerialExecutor
    let store: any TaskStore
    let clock: any WallClock
    let zones: any ZoneDatabase
    private let settings: Settings
    private let logger: Logger
    private let metrics = TaskServiceMetrics()
    private var taskIDs: IdentifierPool
    private var reminderIDs: IdentifierPool
    private var turns = TurnQueue<UserID>()
    private var underWay = CommandsUnderWay()

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A service that runs on the lane.
    public init(
        lane: any SerialExecutor, store: any TaskStore, clock: any WallClock, zones: any ZoneDatabase,
        settings: Settings = .init(), logger: Logger = Logger(label: "backend-service")
    ) {
        self.lane = lane
        self.store = store
        self.clock = clock
        self.zones = zones
        self.settings = settings
        self.logger = logger
        taskIDs = IdentifierPool(kind: .task, blockSize: settings.identifierBlockSize)
        reminderIDs = IdentifierPool(kind: .reminder, blockSize: settings.identifierBlockSize)
    }

    /// Carries out a command; a command with a known idempotency key answers as it did the first time.
    ///
    /// One that repeats a command under way joins it. Those who ask again because the answer took long would otherwise
    /// make it take longer, without an end: each waits for work that is done for callers who have given up.
    public func perform(_ command: TaskCommand, _ context: CommandContext) async throws(TaskRefusal) -> CommandOutcome {
        guard let repeatable = RepeatableCommand(command, context) else { return try await carryOut(command, context) }
        if let answer = await join(repeatable) { return try answer.get() }
        let answer: CommandsUnderWay.Answer
        do {
            answer = .success(try await carryOut(command, context))
        } catch {
            answer = .failure(error)
        }
        underWay.end(repeatable, with: answer)
        return try answer.get()
    }

    /// The answer to the same command under way; nil when there is none, and the caller is to carry it out.
    private func join(_ command: RepeatableCommand) async -> CommandsUnderWay.Answer? {
        // Looking and registering are one step: entering the continuation may itself be a hop.
        await withCheckedContinuation { continuation in
            if underWay.begin(command) {
                continuation.resume(returning: nil)
            } else {
                underWay.join(command, continuation)
            }
        }
    }

    private func carryOut(
        _ command: TaskCommand, _ context: CommandContext
    ) async throws(TaskRefusal) -> CommandOutcome {
        let fingerprint = context.idempotencyKey == nil ? nil : try fingerprint(of: command)
        try await beginTurn(of: context.userID)
        defer { turns.end(context.userID)?.resume() }
        for _ in 1...settings.mostAttempts {
            let snapshot = try await read(command, context)
            if let record = snapshot.idempotency {
                guard record.fingerprint == fingerprint else { throw .idempotencyKeyReused }
                return record.outcome
            }
            // Reserving may have suspended: identities are taken only where nothing can run in between.
            guard let inputs = peekInputs() else {
                try await reserveIdentifiers()
                continue
            }
            let decision = try TaskDecider(context: context, snapshot: snapshot, inputs: inputs).decide(command)
            guard let proposed = decision.change else {
                let isKept = try await remember(decision.outcome, context, snapshot, fingerprint, inputs.now)
                guard isKept else { continue }
                return decision.outcome
            }
            takeIdentifiers(usedBy: proposed)
            let commit = commit(proposed, decision, context, snapshot, fingerprint, inputs.now)
            if try await store(commit) {
                report(commit.change, context)
                return outcome(of: decision, sequence: commit.change.sequence)
            }
        }
        throw .busy
    }

    /// Waits until no other command of the user is under way here: they could only make each other decide anew.
    private func beginTurn(of userID: UserID) async throws(TaskRefusal) {
        guard turns.waitingCount(for: userID) < settings.mostWaiting else { throw .busy }
        // Taking the turn and getting in line are one step: entering the continuation may itself be a hop.
        await withCheckedContinuation { continuation in
            if turns.begin(userID) {
                continuation.resume()
            } else {
                turns.wait(for: userID, continuation)
            }
        }
    }

    private func fingerprint(of command: TaskCommand) throws(TaskRefusal) -> String {
        do {
            return try CommandFingerprint.of(command)
        } catch {
            throw .unavailable("the command could not be encoded: \(error)")
        }
    }

    private func read(_ command: TaskCommand, _ context: CommandContext) async throws(TaskRefusal) -> TaskSnapshot {
        var request = SnapshotRequest(userID: context.userID, taskID: command.taskID)
        request.includesTags = command.concernsTags
        request.idempotencyKey = context.idempotencyKey
        if command.concernsSuccessor { request.successorOf = command.taskID }
        request.includesOccurrences = command.concernsOccurrences
        request.uid = command.uid
        return try await reading { [store] () async throws in try await store.snapshot(request) }
    }

    /// Keeps the answer of a command that changed nothing, if it came with a key; false when somebody else was first.
    private func remember(
        _ outcome: CommandOutcome, _ context: CommandContext, _ snapshot: TaskSnapshot, _ fingerprint: String?,
        _ now: Timestamp
    ) async throws(TaskRefusal) -> Bool {
        guard let key = context.idempotencyKey, let fingerprint else { return true }
        let record = IdempotencyRecord(key: key, fingerprint: fingerprint, outcome: outcome, recordedAt: now)
        return try await writing { [store] in
            try await store.remember(record, of: context.userID, expectedSequence: snapshot.sequence)
        }
    }

    /// Commits; false when somebody else was first.
    private func store(_ commit: TaskCommit) async throws(TaskRefusal) -> Bool {
        try await writing { [store] in try await store.commit(commit) }
    }

    /// Runs a write of the store; false when somebody else was first.
    private func writing(_ body: () async throws -> Void) async throws(TaskRefusal) -> Bool {
        do {
            try await body()
            return true
        } catch let error as TaskStoreError {
            switch error.code {
            case .conflict: return false
            case .unavailable: throw .unavailable(error.message)
            case .ambiguous: throw .outcomeUnknown(error.message)
            }
        } catch {
            throw .outcomeUnknown("\(error)")
        }
    }

    private func report(_ change: Change, _ context: CommandContext) {
        metrics.note(change)
        logger.info(
            "change committed",
            metadata: [
                "correlation_id": "\(context.correlationID)", "user_id": "\(context.userID)",
                "sequence": "\(change.sequence)", "kind": "\(change.kind.rawValue)",
                "task_id": "\(change.taskID?.description ?? "")",
            ])
    }
}

extension TaskService {
    /// The most identities of reminders that one decision can need.
    private static let mostNewReminders = Int64(TaskDecider.mostRemindersPerTask)

    private func peekInputs() -> DecisionInputs? {
        guard taskIDs.shortfall(for: 1) == nil, reminderIDs.shortfall(for: TaskService.mostNewReminders) == nil else {
            return nil
        }
        return DecisionInputs(
            now: clock.now(), zones: zones, newTaskID: TaskID(taskIDs.peek(0)),
            newReminderIDs: (0..<TaskService.mostNewReminders).map { ReminderID(reminderIDs.peek($0)) })
    }

    private func takeIdentifiers(usedBy change: ProposedChange) {
        if change.before == nil, change.after != nil { taskIDs.take(1) }
        let old = Set(change.before?.reminders.map(\.id) ?? [])
        let new = change.after?.reminders.filter { !old.contains($0.id) } ?? []
        guard let last = new.map(\.id.rawValue).max() else { return }
        reminderIDs.take(through: last)
    }

    private func reserveIdentifiers() async throws(TaskRefusal) {
        if let count = taskIDs.shortfall(for: 1) {
            let first = try await reading { [store] in try await store.reserveIdentifiers(.task, count: count) }
            taskIDs.refill(first: first, count: count)
        }
        if let count = reminderIDs.shortfall(for: TaskService.mostNewReminders) {
            let first = try await reading { [store] in try await store.reserveIdentifiers(.reminder, count: count) }
            reminderIDs.refill(first: first, count: count)
        }
    }

    private func commit(
        _ proposed: ProposedChange, _ decision: TaskDecision, _ context: CommandContext, _ snapshot: TaskSnapshot,
        _ fingerprint: String?, _ now: Timestamp
    ) -> TaskCommit {
        let change = Change(
            sequence: snapshot.sequence + 1, kind: proposed.kind, taskID: (proposed.after ?? proposed.before)?.id,
            reminderID: proposed.reminder?.id, actor: context.actor, time: now, correlationID: context.correlationID,
            effects: proposed.effects)
        let messages = ChangeMessages(
            proposed: proposed, change: change, context: context,
            zones: UserZones(snapshot.settings, over: zones))
        var record: IdempotencyRecord?
        if let key = context.idempotencyKey, let fingerprint {
            let outcome = outcome(of: decision, sequence: change.sequence)
            record = IdempotencyRecord(key: key, fingerprint: fingerprint, outcome: outcome, recordedAt: now)
        }
        return TaskCommit(
            userID: context.userID, expectedSequence: snapshot.sequence, change: change, messages: messages.all(),
            idempotency: record)
    }

    private func outcome(of decision: TaskDecision, sequence: Int64) -> CommandOutcome {
        var outcome = decision.outcome
        outcome.sequence = sequence
        return outcome
    }

    /// Runs a read of the store, turning its errors into refusals.
    nonisolated func reading<Value>(_ body: () async throws -> Value) async throws(TaskRefusal) -> Value {
        do {
            return try await body()
        } catch let error as TaskStoreError {
            throw .unavailable(error.message)
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Transactions that are less than that.
extension PlantedBug {
    static let storeBugs: [PlantedBug] = [
        PlantedBug(
            "published-before-commit", "events are published before their change is committed",
            breaks: [.noPhantom],
            .backendStore { store, ports in
                let bus = ports.bus
                store.onCommit = { base, commit in
                    let events = OutboxEvents(commit.messages)
                    try? await bus.publish(events.taskEvents, to: TodoTopics.taskEvents)
                    try? await bus.publish(events.updates, to: TodoTopics.taskUpdates)
                    try await base.commit(commit)
                }
            }),
        PlantedBug(
            "dual-write", "a change is committed first and published then, and a failure to publish is let go",
            breaks: [.gapFreeSequence, .noLostChange, .reminderTruth],
            .backendStore { store, ports in
                let bus = ports.bus
                store.onCommit = { base, commit in
                    let events = OutboxEvents(commit.messages)
                    var commit = commit
                    commit.messages = events.updates.map(OutboxMessage.taskUpdate)
                    try await base.commit(commit)
                    try? await bus.publish(events.taskEvents, to: TodoTopics.taskEvents)
                    try? await bus.publish(events.reminders, to: TodoTopics.reminders)
                }
            }),
        PlantedBug(
            "tags-bypass-outbox", "changes of tags are stored without events",
            breaks: [.gapFreeSequence, .noLostChange],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    if commit.change.taskID == nil { commit.messages = [] }
                    try await base.commit(commit)
                }
            }),
        PlantedBug(
            "sequence-gap-on-rollback", "a commit that fails uses up a number of the user's sequence",
            breaks: [.gapFreeSequence, .noPhantom],
            .backendStore { store, _ in
                let gaps = GapCounter()
                store.onCommit = { base, commit in
                    let shifted = commit.renumberingMessages(by: gaps.value(of: commit.userID))
                    do {
                        try await base.commit(shifted)
                    } catch {
                        gaps.add(commit.userID)
                        throw error
                    }
                }
            }),
        PlantedBug(
            "version-not-checked", "a change overwrites what somebody else changed meanwhile",
            breaks: [.predictedState, .noLostChange, .reminderTruth],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    do {
                        try await base.commit(commit)
                    } catch let error as TaskStoreError where error.code == .conflict {
                        let head = try await base.snapshot(SnapshotRequest(userID: commit.userID)).sequence
                        try await base.commit(commit.rebased(onto: head))
                    }
                }
            }),
        PlantedBug(
            "deleted-task-comes-back", "a deleted task is changed as it is remembered, and so put back",
            breaks: [.predictedState, .reminderTruth, .oneSuccessor],
            .backendStore { store, _ in
                let memory = TaskMemory()
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    snapshot.task = snapshot.task ?? request.taskID.flatMap { memory.task($0, of: request.userID) }
                    snapshot.task.map(memory.keep)
                    return snapshot
                }
            }),
        PlantedBug(
            "stale-task-cache", "each replica keeps tasks in memory and learns nothing of the other's changes",
            breaks: [.predictedState, .reminderTruth, .oneSuccessor],
            .backendStore { store, _ in
                let memory = TaskMemory()
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if let known = request.taskID.flatMap({ memory.task($0, of: request.userID) }) {
                        snapshot.task = known
                    }
                    return snapshot
                }
                store.onCommit = { base, commit in
                    try await base.commit(commit)
                    for case .putTask(let task) in commit.change.effects { memory.keep(task) }
                }
            }),
        PlantedBug(
            "identifiers-per-process", "each process counts identities from one",
            breaks: [.predictedState, .reminderTruth],
            .backendStore { store, _ in
                let counter = IdentifierCounter()
                store.onReserve = { _, kind, count in counter.reserve(kind, count) }
            }),
    ]
}

/// The events of a commit by topic.
private struct OutboxEvents {
    var taskEvents: [CloudEvent<TaskEvent>] = []
    var reminders: [CloudEvent<ReminderEvent>] = []
    var updates: [CloudEvent<TaskUpdate>] = []

    init(_ messages: [OutboxMessage]) {
        for message in messages {
            switch message {
            case .taskEvent(let event): taskEvents.append(event)
            case .reminder(let event): reminders.append(event)
            case .taskUpdate(let event): updates.append(event)
            }
        }
    }
}

/// Numbers lost so far, confined to the simulation's thread.
private final class GapCounter: @unchecked Sendable {
    private var gaps: [UserID: Int64] = [:]

    func value(of userID: UserID) -> Int64 { gaps[userID, default: 0] }

    func add(_ userID: UserID) { gaps[userID, default: 0] += 1 }
}

/// Tasks as this process last saw them, confined to the simulation's thread.
private final class TaskMemory: @unchecked Sendable {
    private var tasks: [TaskID: TodoTask] = [:]

    func task(_ id: TaskID, of userID: UserID) -> TodoTask? { tasks[id].flatMap { $0.userID == userID ? $0 : nil } }

    func keep(_ task: TodoTask) { tasks[task.id] = task }
}

/// Identities counted in memory, confined to the simulation's thread.
private final class IdentifierCounter: @unchecked Sendable {
    private var next: [IdentifierKind: Int64] = [:]

    func reserve(_ kind: IdentifierKind, _ count: Int64) -> Int64 {
        let first = next[kind, default: 1]
        next[kind] = first + count
        return first
    }
}

extension TaskCommit {
    /// This commit with its events numbered that much higher.
    fileprivate func renumberingMessages(by gap: Int64) -> TaskCommit {
        var commit = self
        commit.messages = messages.map { message in
            switch message {
            case .taskEvent(var event):
                event.sequence += gap
                event.data.change.sequence += gap
                return .taskEvent(event)
            case .taskUpdate(var event):
                event.sequence += gap
                return .taskUpdate(event)
            case .reminder: return message
            }
        }
        return commit
    }

    /// This commit as if it had been decided on a later sequence.
    fileprivate func rebased(onto sequence: Int64) -> TaskCommit {
        var commit = renumberingMessages(by: sequence - expectedSequence)
        commit.expectedSequence = sequence
        commit.change.sequence = sequence + 1
        commit.idempotency?.outcome.sequence = sequence + 1
        return commit
    }
}

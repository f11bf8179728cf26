internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

extension PlantedBug {
    /// The front door says yes when the store says nothing.
    static let acknowledgedBeforeCommit = PlantedBug(
        "acknowledged-before-commit", "a command is acknowledged although its commit failed",
        breaks: [.noLostChange, .idempotency],
        {
            var parts = SystemParts()
            parts.perform = { service, command, context in
                do {
                    return try await service.perform(command, context)
                } catch TaskRefusal.unavailable, TaskRefusal.outcomeUnknown {
                    let position = try await service.position(of: context.userID)
                    return CommandOutcome(sequence: position.sequence + 1)
                }
            }
            return parts
        }())

    /// The task service believes that it is an hour later.
    static let clockRunsAhead = PlantedBug(
        "clock-runs-ahead", "reminders are scheduled an hour early and the task service's clock agrees",
        breaks: [.reminderTruth],
        {
            var parts = SystemParts()
            parts.wire = { role, ports in
                if role == .backend { ports.clock = ShiftedClock(base: ports.clock) }
                if role == .notification { ports.scheduler = EarlyScheduler(base: ports.scheduler) }
            }
            return parts
        }())

    /// Completing a task leaves its reminders as they are, and nobody asks again when they fire.
    static let reminderOutlivesCompletion = PlantedBug(
        "reminder-outlives-completion", "a reminder fires although its task is done", breaks: [.reminderTruth],
        {
            var parts = SystemParts()
            parts.wire = { role, ports in
                guard role == .backend else { return }
                var store = TaskStoreDecorator(base: ports.taskStore)
                store.onSnapshot = { base, request in
                    // The reminder's request is the only one that reads a task without tags or key.
                    let isReminder =
                        !request.includesTags && request.idempotencyKey == nil && request.successorOf == nil
                    var snapshot = try await base.snapshot(request)
                    if isReminder { snapshot.task = snapshot.task?.asIfNeverCompleted }
                    return snapshot
                }
                store.onCommit = { base, commit in
                    var commit = commit
                    commit.messages.removeAll(where: \.isCancellation)
                    try await base.commit(commit)
                }
                ports.taskStore = store
            }
            return parts
        }())
}

/// A clock an hour ahead.
private struct ShiftedClock: WallClock {
    let base: any WallClock

    func now() -> Timestamp { base.now().adding(milliseconds: 3_600_000) }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}

/// A scheduler that is told an hour too early an instant.
private struct EarlyScheduler: JobScheduler {
    let base: any JobScheduler

    func schedule(_ job: Job) async throws {
        var job = job
        job.dueAt = job.dueAt.adding(milliseconds: -3_600_000)
        try await base.schedule(job)
    }

    func cancel(jobNamed name: String) async throws { try await base.cancel(jobNamed: name) }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        try await base.handleTriggers(ofJobsPrefixed: prefix, handler: handler)
    }
}

extension TodoTask {
    fileprivate var asIfNeverCompleted: TodoTask {
        var task = self
        task.completedAt = nil
        for index in task.reminders.indices where task.reminders[index].status == .cancelled {
            task.reminders[index].status = .pending
        }
        return task
    }
}

extension OutboxMessage {
    fileprivate var isCancellation: Bool {
        if case .reminder(let event) = self { return event.data.eventType == .cancelled }
        return false
    }
}

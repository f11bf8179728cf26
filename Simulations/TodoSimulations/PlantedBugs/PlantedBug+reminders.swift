internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Reminders too early, too late, too often, never, or for nothing.
extension PlantedBug {
    private static func scheduler(
        _ change: @escaping @Sendable (inout JobSchedulerDecorator) -> Void
    ) -> SystemParts {
        .with { parts in
            // A sweep would make up for most of it.
            parts.sweepsReminders = false
            parts.wire = { role, ports in
                guard role == .notification else { return }
                var scheduler = JobSchedulerDecorator(base: ports.scheduler)
                change(&scheduler)
                ports.scheduler = scheduler
            }
        }
    }

    static let reminderBugs: [PlantedBug] = [
        PlantedBug(
            "clock-runs-ahead", "reminders are scheduled an hour early and the task service's clock agrees",
            breaks: [.reminderTruth],
            .with { parts in
                parts.wire = { role, ports in
                    if role == .backend { ports.clock = ShiftedClock(base: ports.clock) }
                    guard role == .notification else { return }
                    var scheduler = JobSchedulerDecorator(base: ports.scheduler)
                    scheduler.onJob = { $0.dueAt = $0.dueAt.adding(milliseconds: -3_600_000) }
                    ports.scheduler = scheduler
                }
            }),
        PlantedBug(
            "reminder-hours-late", "a reminder's offset is dropped, so that it comes five hours late",
            breaks: [.reminderTruth],
            scheduler { $0.onJob = { $0.dueAt = $0.dueAt.adding(milliseconds: 5 * 3_600_000) } }),
        PlantedBug(
            "reminder-schedule-hidden", "a failure to schedule a reminder is let go",
            breaks: [.reminderTruth], scheduler { $0.hidesFailures = true }),
        PlantedBug(
            "reminder-job-lost", "one in three jobs of reminders is lost, and no sweep finds it",
            breaks: [.reminderTruth],
            scheduler { decorator in
                decorator.onJob = { job in
                    let isLost = job.dueAt.millisecondsSinceEpoch / 1_000 % 3 == 0
                    if isLost { job.dueAt = Timestamp.writable.upperBound }
                }
            }),
        PlantedBug(
            "reminder-job-per-task", "a task's reminders share one job, so that one replaces the other",
            breaks: [.reminderTruth],
            scheduler { decorator in
                decorator.onJob = { job in
                    guard let event = try? JSONCodec.decode(ReminderEvent.self, from: job.payload) else { return }
                    job.name = "reminder-of-task-\(event.taskID)"
                }
            }),
        PlantedBug(
            "reminder-outlives-completion", "a reminder fires although its task is done", breaks: [.reminderTruth],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if request.isForReminder { snapshot.task = snapshot.task?.asIfNeverCompleted }
                    return snapshot
                }
                store.onCommit = { try await $0.commit($1.withoutCancellations) }
            }),
        PlantedBug(
            "removed-reminder-fires", "a reminder that was moved or removed is sent at its old instant",
            breaks: [.reminderTruth, .predictedState],
            .backendStore { store, _ in
                let memory = ReminderMemory()
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if request.isForReminder {
                        snapshot.task = snapshot.task.map(memory.restoring)
                    } else {
                        snapshot.task.map(memory.keep)
                    }
                    return snapshot
                }
                store.onCommit = { base, commit in
                    try await base.commit(commit.withoutCancellations)
                    for case .putTask(let task) in commit.change.effects { memory.keep(task) }
                }
            }),
        PlantedBug(
            "reminder-per-trigger", "a reminder is sent for each trigger of its job",
            breaks: [.reminderTruth, .predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if request.isForReminder { snapshot.task = snapshot.task?.asIfNeverReminded }
                    return snapshot
                }
            }),
    ]
}

/// A clock an hour ahead.
private struct ShiftedClock: WallClock {
    let base: any WallClock

    func now() -> Timestamp { base.now().adding(milliseconds: 3_600_000) }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}

/// Pending reminders that this process has ever seen, confined to the simulation's thread.
final class ReminderMemory: @unchecked Sendable {
    private var reminders: [TaskID: [Reminder]] = [:]

    func keep(_ task: TodoTask) {
        let known = Set(reminders[task.id, default: []].map(\.id))
        reminders[task.id, default: []] += task.reminders.filter { $0.status == .pending && !known.contains($0.id) }
    }

    func restoring(_ task: TodoTask) -> TodoTask {
        var task = task
        let present = Set(task.reminders.map(\.id))
        task.reminders += reminders[task.id, default: []].filter { !present.contains($0.id) }
        return task
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

    fileprivate var asIfNeverReminded: TodoTask {
        var task = self
        for index in task.reminders.indices where task.reminders[index].status == .sent {
            task.reminders[index].status = .pending
        }
        return task
    }
}

extension TaskCommit {
    var withoutCancellations: TaskCommit {
        var commit = self
        commit.messages.removeAll { message in
            if case .reminder(let event) = message { return event.data.eventType == .cancelled }
            return false
        }
        return commit
    }
}

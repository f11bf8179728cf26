internal import CivilTime
internal import TodoDomain
internal import TodoPorts

/// Reminders that part from the due date which they follow, or drag it along.
extension PlantedBug {
    static let relativeReminderBugs: [PlantedBug] = [
        PlantedBug(
            "relative-reminder-stays", "a reminder relative to the due date stays when that moves",
            breaks: [.predictedState],
            .changingTasks { task, before, _ in
                guard let before, before.due != task.due else { return }
                for index in task.reminders.indices where index < before.reminders.count {
                    guard task.reminders[index].offset != nil else { continue }
                    task.reminders[index].remindAt = before.reminders[index].remindAt
                }
            }),
        PlantedBug(
            "relative-day-of-24-hours", "a reminder a day before its task is due comes 24 hours before",
            breaks: [.predictedState],
            .changingTasks { task, _, zones in
                guard let due = task.due?.instant(in: zones) else { return }
                for index in task.reminders.indices where task.reminders[index].isFollowing {
                    guard let offset = task.reminders[index].offset else { continue }
                    let seconds = Int64(offset.days) * 86_400 + Int64(offset.seconds)
                    task.reminders[index].remindAt = due.adding(milliseconds: seconds * 1_000)
                }
            }),
        PlantedBug(
            "instants-outlive-rules", "reminders stay where they were when the rules of their zone change",
            breaks: [.reminderTruth],
            .backendStore { store, _ in
                store.onPendingReminders = { found in
                    found.map { pending in
                        var pending = pending
                        // As if none of them followed its due date.
                        for index in pending.task.reminders.indices { pending.task.reminders[index].offset = nil }
                        return pending
                    }
                }
            }),
        PlantedBug(
            "snooze-moves-due", "snoozing a reminder puts the task off too", breaks: [.predictedState],
            .changingTasks { task, before, _ in
                let known = Set(before?.reminders.map(\.id) ?? [])
                let snoozed = task.reminders.first { $0.snoozedFrom != nil && !known.contains($0.id) }
                guard let due = task.due, before != nil, !task.isCompleted, let snoozed else { return }
                task.due = due.moved(
                    to: CivilDateTime(millisecondsSinceEpoch: snoozed.remindAt.millisecondsSinceEpoch))
            }),
        PlantedBug(
            "snoozed-fires-at-old-instant", "a reminder that was snoozed fires at its old instant too",
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
                    let isSnooze = commit.change.kind == .reminderSnoozed
                    try await base.commit(isSnooze ? commit.withoutCancellations : commit)
                    for case .putTask(let task) in commit.change.effects { memory.keep(task) }
                }
            }),
    ]
}

extension SystemParts {
    /// The system whose backend stores tasks otherwise than it decided.
    static func changingTasks(
        _ change: @escaping @Sendable (inout TodoTask, _ before: TodoTask?, _ zones: any ZoneDatabase) -> Void
    ) -> SystemParts {
        .backendStore { store, ports in
            store.onCommit = { base, commit in
                let request = SnapshotRequest(userID: commit.userID, taskID: commit.change.taskID)
                let before = try await base.snapshot(request).task
                var commit = commit
                commit.change.effects = commit.change.effects.map { effect in
                    guard case .putTask(var task) = effect else { return effect }
                    change(&task, before, ports.zones)
                    return .putTask(task)
                }
                try await base.commit(commit)
            }
        }
    }
}

extension Reminder {
    /// True for one that waits at the instant that the due date gave it.
    var isFollowing: Bool { followsDue && status == .pending }
}

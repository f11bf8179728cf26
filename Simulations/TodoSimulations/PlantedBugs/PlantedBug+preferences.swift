internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// What users prefer, forgotten or taken for something else.
extension PlantedBug {
    static let preferenceBugs: [PlantedBug] = [
        PlantedBug(
            "settings-unstored", "a change of settings is told to everybody, but not stored",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    if commit.change.kind == .settingsChanged { commit.change.effects = [] }
                    try await base.commit(commit)
                }
            }),
        PlantedBug(
            "settings-not-synchronised", "devices are told that settings changed, but not to what",
            breaks: [.convergence],
            .changingUpdates { $0.changes.settings = nil }),
        PlantedBug(
            "automatic-reminder-missing", "a task that is due is not reminded of, though the settings ask for it",
            breaks: [.predictedState],
            .changingTasks { task, _, _ in task.reminders.removeAll(where: \.isAutomatic) }),
        PlantedBug(
            "switched-off-reminder-sent", "an automatic reminder is sent although its user switched it off since",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if request.isForReminder {
                        snapshot.settings.notifyWhenDue = true
                        snapshot.settings.defaultReminder =
                            snapshot.settings.defaultReminder ?? ReminderOffset(text: "-PT1H")
                    }
                    return snapshot
                }
            }),
        PlantedBug(
            "automatic-besides-own", "a task keeps its automatic reminders although its user made one",
            breaks: [.predictedState],
            .changingTasks { task, before, _ in
                guard let before, before.due == task.due, !task.isCompleted else { return }
                let present = Set(task.reminders.map(\.id))
                task.reminders += before.reminders.filter {
                    $0.isAutomatic && $0.status == .pending && !present.contains($0.id)
                }
            }),
    ]
}

internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Trash, undo and saved filters that do too little or too much.
extension PlantedBug {
    static let recordBugs: [PlantedBug] = [
        PlantedBug(
            "restore-keeps-trash", "a task that was restored is in the trash all the same", breaks: [.predictedState],
            .changingEffects { change in
                guard change.kind == .taskRestored else { return }
                change.effects.removeAll { if case .removeRecord = $0 { true } else { false } }
            }),
        PlantedBug(
            "deletion-leaves-subtasks", "a deleted task leaves its subtasks behind", breaks: [.predictedState],
            .changingEffects { change in
                guard change.kind == .taskDeleted else { return }
                change.effects.removeAll { effect in
                    if case .removeTask(let id) = effect { id != change.taskID } else { false }
                }
            }),
        PlantedBug(
            "last-undo-leaves-successor", "a completion is undone as the last change and the next occurrence stays",
            breaks: [.predictedState],
            .changingEffects { change in
                guard change.kind == .changeUndone else { return }
                change.effects.removeAll { effect in
                    if case .withdrawTask(let id) = effect { id != change.taskID } else { false }
                }
            }),
        PlantedBug(
            "undo-overwrites-newer", "a change is undone although its task has changed since",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if case .task(let id, _?, let before)? = snapshot.undo, let task = snapshot.task, task.id == id {
                        snapshot.undo = .task(id, version: task.version, before: before)
                    }
                    return snapshot
                }
            }),
        PlantedBug(
            "filter-saved-twice", "two saved filters of one user get the same name", breaks: [.predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if request.countedRecords == .savedFilter { snapshot.records = [] }
                    return snapshot
                }
            }),
        PlantedBug(
            "trash-not-synchronised", "devices are not told what is in the trash", breaks: [.convergence],
            .changingUpdates { $0.changes.trashed = nil }),
    ]
}

extension SystemParts {
    /// Parts of which the backend stores a change otherwise than it was decided, and tells it as it was decided.
    fileprivate static func changingEffects(_ alter: @escaping @Sendable (inout Change) -> Void) -> SystemParts {
        .backendStore { store, _ in
            store.onCommit = { base, commit in
                var commit = commit
                alter(&commit.change)
                try await base.commit(commit)
            }
        }
    }
}

internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Updates that do not tell devices all that changed.
extension PlantedBug {
    private static func updates(_ change: @escaping @Sendable (inout SyncChanges) -> Void) -> SystemParts {
        .backendStore { store, _ in
            store.onCommit = { base, commit in
                var commit = commit
                commit.messages = commit.messages.map { message in
                    guard case .taskUpdate(var event) = message else { return message }
                    change(&event.data.changes)
                    return .taskUpdate(event)
                }
                try await base.commit(commit)
            }
        }
    }

    static let synchronisationBugs: [PlantedBug] = [
        PlantedBug(
            "rename-not-synchronised", "devices are not told that a tag has a new name", breaks: [.convergence],
            updates { $0.renamedTag = nil }),
        PlantedBug(
            "deletion-not-synchronised", "devices are not told that a task was deleted", breaks: [.convergence],
            updates { $0.deleted = nil }),
    ]
}

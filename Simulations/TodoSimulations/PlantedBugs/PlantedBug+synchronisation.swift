internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Updates that do not tell devices all that changed.
extension PlantedBug {
    static let synchronisationBugs: [PlantedBug] = [
        PlantedBug(
            "rename-not-synchronised", "devices are not told that a tag has a new name", breaks: [.convergence],
            .changingUpdates { $0.changes.renamedTag = nil }),
        PlantedBug(
            "deletion-not-synchronised", "devices are not told that a task was deleted", breaks: [.convergence],
            .changingUpdates { $0.changes.deleted = nil }),
    ]
}

extension SystemParts {
    /// The system whose backend tells devices otherwise of a change than it stores it.
    static func changingUpdates(_ change: @escaping @Sendable (inout TaskUpdate) -> Void) -> SystemParts {
        .backendStore { store, _ in
            store.onCommit = { base, commit in
                var commit = commit
                commit.messages = commit.messages.map { message in
                    guard case .taskUpdate(var event) = message else { return message }
                    change(&event.data)
                    return .taskUpdate(event)
                }
                try await base.commit(commit)
            }
        }
    }
}

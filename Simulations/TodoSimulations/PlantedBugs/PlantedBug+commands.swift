internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Answers that do not tell what happened.
extension PlantedBug {
    static let commandBugs: [PlantedBug] = [
        PlantedBug(
            "acknowledged-before-commit", "a command is acknowledged although its commit failed",
            breaks: [.noLostChange, .idempotency],
            .with { parts in
                parts.perform = { service, command, context in
                    do {
                        return try await service.perform(command, context)
                    } catch TaskRefusal.unavailable, TaskRefusal.outcomeUnknown {
                        let position = try await service.position(of: context.userID)
                        return CommandOutcome(sequence: position.sequence + 1)
                    }
                }
            }),
        PlantedBug(
            "ambiguous-commit-refused", "a commit of unknown outcome is answered as a refusal",
            breaks: [.noPhantom, .predictedState],
            .with { parts in
                parts.perform = { service, command, context in
                    do {
                        return try await service.perform(command, context)
                    } catch TaskRefusal.outcomeUnknown(let reason) {
                        throw TaskRefusal.notFound(reason)
                    }
                }
            }),
        PlantedBug(
            "edit-acknowledged-unstored", "an edit is acknowledged and remembered, but not stored",
            breaks: [.noLostChange],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    guard commit.change.kind == .taskUpdated, let record = commit.idempotency else {
                        return try await base.commit(commit)
                    }
                    try await base.remember(record, of: commit.userID, expectedSequence: commit.expectedSequence)
                }
            }),
        PlantedBug(
            "event-for-refused-command", "a refused command is published as if it had been carried out",
            breaks: [.noPhantom],
            .backendStore { store, ports in
                let bus = ports.bus
                store.onSnapshot = { base, request in
                    let snapshot = try await base.snapshot(request)
                    // An old place in the sequence, so that nobody takes the event for a change that is still to come.
                    let sequence = snapshot.sequence - 6
                    if let id = request.taskID, request.idempotencyKey != nil, snapshot.task == nil, sequence > 0 {
                        let event = phantom(of: id, request.userID, after: sequence)
                        try? await bus.publish([event], to: TodoTopics.taskEvents)
                    }
                    return snapshot
                }
            }),
        PlantedBug(
            "tags-of-edit-ignored", "an edit that also sets tags leaves the tags as they were",
            breaks: [.predictedState],
            .with { parts in
                parts.perform = { service, command, context in
                    guard case .update(let id, var input) = command else {
                        return try await service.perform(command, context)
                    }
                    input.tags = .keep
                    return try await service.perform(.update(id, input), context)
                }
            }),
        PlantedBug(
            "idempotency-by-title", "a new task with the title of an old one is taken for a repeated request",
            breaks: [.idempotency, .predictedState],
            .with { parts in
                parts.perform = { service, command, context in
                    if case .create(let input) = command, case .set(let title) = input.title {
                        let tasks = try await service.tasks(of: context.userID, matching: TaskQuery())
                        if let known = tasks.first(where: { $0.title == title }) { return CommandOutcome(task: known) }
                    }
                    return try await service.perform(command, context)
                }
            }),
    ]

    /// An event about a deletion that never was.
    private static func phantom(of id: TaskID, _ userID: UserID, after sequence: Int64) -> CloudEvent<TaskEvent> {
        let change = Change(
            sequence: sequence, kind: .taskDeleted, taskID: id, actor: .user, time: .epoch, correlationID: "none",
            effects: [.removeTask(id)])
        let data = TaskEvent(
            eventType: .deleted, taskID: id, userID: userID, taskData: nil, timestamp: .epoch, correlationID: "none",
            change: change)
        return CloudEvent(
            id: "\(userID)/\(sequence)/refused", type: "com.evolutiontodo.task.deleted.v1", source: "/planted",
            time: .epoch, partitionKey: userID.rawValue, sequence: sequence, correlationID: "none", data: data)
    }
}

internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Ways for one user's data to reach another.
extension PlantedBug {
    private static let users: [UserID] = [UserID("user-1"), UserID("user-2"), UserID("user-3")]

    static let isolationBugs: [PlantedBug] = [
        PlantedBug(
            "foreign-fan-out", "a user's change reaches another user's sockets", breaks: [.isolation],
            .bus(of: .realtime) { bus, _ in
                bus.extras = { event in
                    guard let update = event as? CloudEvent<TaskUpdate>, update.data.changes.task != nil else {
                        return []
                    }
                    return [update.claimed(by: update.data.userID == users[0] ? users[1] : users[0])]
                }
            }),
        PlantedBug(
            "foreign-task-readable", "whoever names another user's task is shown it",
            breaks: [.isolation, .predictedState],
            .with { parts in
                parts.perform = { service, command, context in
                    do {
                        return try await service.perform(command, context)
                    } catch TaskRefusal.notFound(let what) {
                        guard case .toggle(let id) = command else { throw TaskRefusal.notFound(what) }
                        for user in users where user != context.userID {
                            if let task = try? await service.task(id, of: user) { return CommandOutcome(task: task) }
                        }
                        throw TaskRefusal.notFound(what)
                    }
                }
            }),
        PlantedBug(
            "foreign-tasks-in-list", "the list of a user's tasks holds another user's", breaks: [.isolation],
            .with { parts in
                parts.answerState = { service, userID in
                    let position = try await service.position(of: userID)
                    let state = try await service.state(of: userID)
                    let foreign = try await service.state(of: userID == users[0] ? users[1] : users[0])
                    var answer = UserStateAnswer(epoch: position.epoch, state)
                    answer.tasks += foreign.orderedTasks.prefix(1)
                    return answer
                }
            }),
    ]
}

extension CloudEvent<TaskUpdate> {
    /// The event as if it and each task in it were of that user: nothing in it says that it is another's.
    func claimed(by userID: UserID) -> CloudEvent<TaskUpdate> {
        var foreign = self
        foreign.partitionKey = userID.rawValue
        foreign.data.userID = userID
        foreign.data.changes.task?.userID = userID
        foreign.data.changes.otherTasks = nil
        foreign.data.changes.trashed = nil
        return foreign
    }
}

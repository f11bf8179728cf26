internal import CivilTime
internal import TodoDomain

extension ShadowUser {
    /// A reminder that was sent is only that: sent.
    func predictSent(_ change: Change) -> Prediction {
        guard let id = change.taskID, var task = tasks[id],
            let index = task.promises.firstIndex(where: { $0.id == change.reminderID })
        else { return .refused("not_found") }
        task.promises[index].status = .sent
        task.version += 1
        return .effect(Effect(tasks: [id: task]))
    }

    /// The next task of a series; its date is for another invariant to judge.
    func predictSuccessor(_ change: Change, in state: UserState) -> Prediction {
        guard let id = change.taskID, let successor = state.tasks[id], let wall = successor.due?.wall,
            let predecessor = successor.series?.predecessorID, let task = tasks[predecessor], task.isDone
        else { return .refused("not_found") }
        return .effect(Effect(tasks: [id: task.next(dueAt: wall, of: predecessor, at: change.time)]))
    }
}

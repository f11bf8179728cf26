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

    /// The next task of a series; its date, and the dates passed over before it, are for another invariant to judge.
    ///
    /// Where nodes have different zone rules, its reminders may follow any of them.
    func predictSuccessor(_ change: Change, in state: UserState, _ releases: [MemoryZoneDatabase]) -> Prediction {
        guard let id = change.taskID, let successor = state.tasks[id], let wall = successor.due?.wall,
            let predecessor = successor.series?.predecessorID, let task = tasks[predecessor], task.rule != nil,
            !task.place.settings.isPaused, task.isDone || task.place.settings.advance == .onSchedule
        else { return .refused("not_found") }
        guard followers[predecessor] == nil else { return .effect(Effect()) }
        let candidates = releases.map { zones in
            var next = task.next(dueAt: wall, of: predecessor, at: change.time, zones)
            next.place.passedOver = successor.series?.passedOver ?? []
            next.place.number = successor.series?.number
            return next
        }
        return .effect(
            Effect(tasks: [id: candidates.first { $0.disagreement(with: successor) == nil } ?? candidates[0]]))
    }
}

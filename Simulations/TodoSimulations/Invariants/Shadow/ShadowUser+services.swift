internal import CivilTime
internal import TodoDomain

extension ShadowUser {
    /// A reminder that was sent is only that: sent.
    func predictSent(_ change: Change) -> Prediction {
        guard let id = change.taskID, var task = tasks[id],
            let index = task.promises.firstIndex(where: { $0.id == change.reminderID })
        else { return .refused("not_found") }
        guard !task.promises[index].isSwitchedOff(settings) else { return .effect(Effect()) }
        task.promises[index].status = .sent
        task.version += 1
        return .effect(Effect(tasks: [id: task]))
    }

    /// A reminder that the settings promised and promise no more is not sent.
    func predictWithdrawn(_ change: Change) -> Prediction {
        guard let id = change.taskID, var task = tasks[id],
            let index = task.promises.firstIndex(where: { $0.id == change.reminderID }),
            task.promises[index].isSwitchedOff(settings), task.promises[index].status == .pending
        else { return .refused("not_found") }
        task.promises[index].withdraw(.switchedOff)
        task.version += 1
        return .effect(Effect(tasks: [id: task]))
    }

    /// Pending reminders that hang on the due date go to where newer zone rules put them; nothing else is moved.
    func predictReplanned(_ change: Change, in state: UserState, _ releases: [MemoryZoneDatabase]) -> Prediction {
        guard let id = change.taskID, let task = tasks[id] else { return .refused("not_found") }
        let moved = releases.map { zones in
            var moved = task
            moved.replan(.init(now: change.time, zones: zones, settings: settings))
            return moved
        }
        let predictions = moved.filter { $0 != task }.map { moved in
            var moved = moved
            moved.version += 1
            return Prediction.effect(Effect(tasks: [id: moved]))
        }
        return predictions.isEmpty ? .effect(Effect()) : fitting(predictions, state)
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
            var next = task.next(
                dueAt: wall, of: predecessor, at: .init(now: change.time, zones: zones, settings: settings))
            next.place.passedOver = successor.series?.passedOver ?? []
            next.place.number = successor.series?.number
            return next
        }
        return .effect(
            Effect(tasks: [id: candidates.first { $0.disagreement(with: successor) == nil } ?? candidates[0]]))
    }
}

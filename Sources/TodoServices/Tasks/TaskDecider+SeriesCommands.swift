internal import CivilTime
internal import TodoDomain
internal import TodoPorts

// Skip, pause, resume, undo, and the occurrences that come by the clock.
extension TaskDecider {
    func skip(_ before: TodoTask) throws(TaskRefusal) -> TaskDecision {
        _ = try repeating(before)
        guard !before.isCompleted else {
            throw .conflict("task \(before.id) is done already; there is nothing to skip")
        }
        var after = touched(before)
        applyCompletion(.set(true), to: &after)
        after.series?.isSkipped = true
        return decision(.occurrenceSkipped, before: before, after: after)
    }

    func pauseSeries(of before: TodoTask) throws(TaskRefusal) -> TaskDecision {
        let series = try repeating(before)
        try requireNewest(before)
        guard !series.settings.isPaused else { return .unchanged(CommandOutcome(task: before)) }
        var after = touched(before)
        after.series?.settings.isPaused = true
        return decision(.seriesPaused, before: before, after: after)
    }

    /// The dates that passed meanwhile are no part of the series.
    func resumeSeries(of before: TodoTask) throws(TaskRefusal) -> TaskDecision {
        let series = try repeating(before)
        try requireNewest(before)
        guard series.settings.isPaused, let due = before.due else { return .unchanged(CommandOutcome(task: before)) }
        var after = touched(before)
        after.series?.settings.isPaused = false
        after.series?.resumedAt = due.rules(in: inputs.zones).civil(at: inputs.now)
        return decision(.seriesResumed, before: before, after: after)
    }

    /// Opens the task again; the occurrence that its completion made goes if nobody touched it.
    func undo(_ before: TodoTask) throws(TaskRefusal) -> TaskDecision {
        guard before.isCompleted else { throw .conflict("task \(before.id) is open; there is no completion to undo") }
        var after = touched(before)
        applyCompletion(.set(false), to: &after)
        return try withdrawingSuccessor(of: before, decision(.completionUndone, before: before, after: after))
    }

    /// The decision, which takes the occurrence along that the task's completion made; throws `.conflict` when somebody
    /// did something to that one.
    func withdrawingSuccessor(of before: TodoTask, _ decision: TaskDecision) throws(TaskRefusal) -> TaskDecision {
        var decision = decision
        guard let successorID = snapshot.successorID, before.series?.settings.advance != .onSchedule else {
            return decision
        }
        guard let successor = snapshot.successor else {
            throw .conflict("the next occurrence, task \(successorID), was deleted; open the task without undo")
        }
        guard !successor.isCompleted, successor.isUntouched else {
            let reason = successor.isCompleted ? "is done" : "was edited"
            throw .conflict("the next occurrence, task \(successorID), \(reason); open the task without undo")
        }
        decision.change?.withdrawn = successor
        decision.change?.effects.append(.withdrawTask(successorID))
        return decision
    }

    /// Makes the occurrence whose time has come, if the newest one is the one given.
    func advanceSeries(after predecessor: TodoTask) -> TaskDecision {
        if let id = snapshot.successorID { return .unchanged(CommandOutcome(successorID: id)) }
        guard let series = predecessor.series, let due = predecessor.due, series.settings.advance == .onSchedule,
            !series.settings.isPaused, let next = series.scheduled(after: due, now: inputs.now, zones: inputs.zones)
        else { return .unchanged(CommandOutcome()) }
        let dueAt = next.instant(in: inputs.zones)
        guard dueAt <= inputs.now else { return .unchanged(CommandOutcome(nextDueAt: dueAt)) }
        return self.next(of: predecessor, series, dueAt: next)
    }

    private func repeating(_ task: TodoTask) throws(TaskRefusal) -> Series {
        guard let series = task.series else { throw .conflict("task \(task.id) does not repeat") }
        return series
    }
}

extension TodoTask {
    /// True when nothing happened to the task since it was made but that it reminded of itself, or was not to any more.
    fileprivate var isUntouched: Bool {
        version == 1 + Int64(reminders.filter { $0.status == .sent || $0.cancelledBecause == .switchedOff }.count)
    }
}

internal import CivilTime
internal import TodoDomain
internal import TodoPorts

extension TaskDecider {
    /// Makes the successor of an occurrence that still is completed as the request knows it; there is at most one,
    /// however often it is asked for and even if its user deleted it.
    func spawnOccurrence(of predecessor: TodoTask, due: DueDate, completedAt: Timestamp) -> TaskDecision {
        if let id = snapshot.successorID { return .unchanged(CommandOutcome(successorID: id)) }
        guard predecessor.completedAt == completedAt, let series = predecessor.series,
            series.settings.advance == .onCompletion, !series.settings.isPaused
        else {
            return .unchanged(CommandOutcome())
        }
        return next(of: predecessor, series, dueAt: dueByNow(of: predecessor, series, asked: due, completedAt))
    }

    /// The date asked for, or the one of the series as it is by now where its user has put it on another clock, or from
    /// days to times of day, since the request was made.
    private func dueByNow(
        of predecessor: TodoTask, _ series: Series, asked: DueDate, _ completedAt: Timestamp
    ) -> DueDate {
        guard predecessor.updatedAt > completedAt, let due = predecessor.due,
            let clock = predecessor.due.map(series.onClock),
            clock.zoneName != asked.zoneName || clock.isAllDay != asked.isAllDay
        else { return asked }
        return series.successor(of: due, completedAt: completedAt, zones: inputs.zones) ?? asked
    }

    /// Makes the occurrence at that date, or at the first date after it that no other occurrence of the series has.
    func next(of predecessor: TodoTask, _ series: Series, dueAt wanted: DueDate) -> TaskDecision {
        let series = series.read(by: wanted.rules(in: inputs.zones))
        let reading = series.firstFree(from: wanted.wall) { snapshot.occurrences[$0] != nil }
        guard let reading, let oldDue = predecessor.due else { return .unchanged(CommandOutcome()) }
        let due = wanted.moved(to: reading)
        var task = TodoTask(
            id: inputs.newTaskID, userID: context.userID, title: series.template?.title ?? predecessor.title,
            createdAt: inputs.now, updatedAt: inputs.now)
        task.description = series.template?.description ?? predecessor.description
        task.priority = series.template?.priority ?? predecessor.priority
        task.tags = predecessor.tags
        task.due = due
        task.series = series.following(predecessor, at: reading)
        task.series?.passedOver.removeAll { snapshot.occurrences[$0] != nil }
        task.reminders = inheritedReminders(of: predecessor, from: oldDue, to: due)
        planAutomaticReminders(of: &task, from: nil)
        var decision = decision(.occurrenceSpawned, before: nil, after: task)
        decision.outcome.successorID = task.id
        return decision
    }
}

internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Series that lose, repeat or change what they should not.
extension PlantedBug {
    static let seriesBugs: [PlantedBug] = [
        PlantedBug(
            "undo-leaves-successor", "undoing a completion leaves the occurrence that it made",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    commit.change.effects.removeAll { $0.isWithdrawal }
                    try await base.commit(commit)
                }
            }),
        PlantedBug(
            "undo-removes-edited-successor", "undoing a completion takes away an occurrence that its user edited",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    let reminded = snapshot.successor?.reminders.filter { $0.status == .sent }.count ?? 0
                    snapshot.successor?.version = 1 + Int64(reminded)
                    snapshot.successor?.completedAt = nil
                    return snapshot
                }
            }),
        PlantedBug(
            "paused-series-goes-on", "the clock makes occurrences of a paused series", breaks: [.oneSuccessor],
            series { $0.settings.isPaused = false }),
        PlantedBug(
            "skip-is-completion", "skipping an occurrence counts as doing it", breaks: [.predictedState],
            .with { parts in
                parts.perform = { service, command, context in
                    guard case .skip(let id) = command else { return try await service.perform(command, context) }
                    var input = TaskInput()
                    input.completed = .set(true)
                    return try await service.perform(.update(id, input), context)
                }
            }),
        PlantedBug(
            "catch-up-piles-up", "after an absence the clock makes one occurrence for each date that was missed",
            breaks: [.oneSuccessor], series { $0.settings.missed = .each }),
        PlantedBug(
            "occurrence-job-lost", "one in three jobs of occurrences is lost, and no sweep finds it",
            breaks: [.oneSuccessor, .liveness],
            .with { parts in
                parts.sweepsOccurrences = false
                parts.wire = { role, ports in
                    guard role == .recurrence else { return }
                    var scheduler = JobSchedulerDecorator(base: ports.scheduler)
                    scheduler.onJob = { job in
                        let isLost = job.dueAt.millisecondsSinceEpoch / 60_000 % 3 == 0
                        if isLost { job.dueAt = Timestamp.writable.upperBound }
                    }
                    ports.scheduler = scheduler
                }
            }),
        PlantedBug(
            "future-edit-changes-past", "an edit of this occurrence and those after it changes the one before too",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    if let past = try await base.state(of: commit.userID).past(of: commit.change) {
                        commit.change.effects.append(.putTask(past))
                    }
                    try await base.commit(commit)
                }
            }),
        PlantedBug(
            "single-edit-changes-series", "an edit of one occurrence is handed on to those after it",
            breaks: [.predictedState],
            .with { parts in
                parts.perform = { service, command, context in
                    guard case .update(let id, var input) = command, input.scope == .this else {
                        return try await service.perform(command, context)
                    }
                    input.scope = nil
                    return try await service.perform(.update(id, input), context)
                }
            }),
    ]

    static let settingsBugs: [PlantedBug] = [
        settings("completion-counted-from-due", "a series from completion goes by the dates of its rule") {
            $0.repeatFrom = .due
        },
        settings("missed-policy-ignored", "missed dates are passed over whatever the series says") {
            $0.missed = .nextFuture
        },
        settings("exceptions-ignored", "a date that was taken out of the series comes all the same") {
            $0.exceptions = []
        },
    ]

    private static func settings(
        _ name: String, _ summary: String, _ change: @escaping @Sendable (inout SeriesSettings) -> Void
    ) -> PlantedBug {
        PlantedBug(
            name, summary, breaks: [.oneSuccessor],
            FaultyRecurrence.parts { due, series, completedAt in
                var series = series
                change(&series.settings)
                return series.successor(of: due, completedAt: completedAt, zones: SimulatedZones.database)
            })
    }

    /// The system with a task service that sees series otherwise when a service asks for their next occurrence.
    private static func series(_ change: @escaping @Sendable (inout Series) -> Void) -> SystemParts {
        .backendStore { store, _ in
            store.onSnapshot = { base, request in
                var snapshot = try await base.snapshot(request)
                guard request.idempotencyKey == nil, request.successorOf != nil, var series = snapshot.task?.series,
                    series.settings.advance == .onSchedule
                else { return snapshot }
                change(&series)
                snapshot.task?.series = series
                return snapshot
            }
        }
    }
}

extension Effect {
    fileprivate var isWithdrawal: Bool {
        if case .withdrawTask = self { return true }
        return false
    }
}

extension UserState {
    /// The task before the one that begins a series of its own by that change, with the new title.
    fileprivate func past(of change: Change) -> TodoTask? {
        for case .putTask(let task) in change.effects {
            guard task.series?.id == task.id, tasks[task.id]?.series?.id != task.id,
                var past = task.series?.predecessorID.flatMap({ tasks[$0] })
            else { continue }
            past.title = task.title
            past.version += 1
            return past
        }
        return nil
    }
}

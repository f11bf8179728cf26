internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// What works one at a time and not when much comes at once, or after an absence.
extension PlantedBug {
    static let burstBugs: [PlantedBug] = [
        PlantedBug(
            "catch-up-loses-last", "of dates that were missed, the last but one is made where the last is wanted",
            breaks: [.oneSuccessor],
            .backendStore { store, _ in
                store.onCommit = { base, commit in
                    var commit = commit
                    if commit.change.kind == .occurrenceSpawned { commit.change.loseLast() }
                    try await base.commit(commit)
                }
            }
        ).found(in: .weekLongOutage),
        PlantedBug(
            "catch-up-floods", "the clock makes a task for each missed date, whatever the series' policy is",
            breaks: [.oneSuccessor, .predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    if request.successorOf != nil, snapshot.task?.series?.settings.advance == .onSchedule {
                        snapshot.task?.series?.settings.missed = .each
                    }
                    return snapshot
                }
            }
        ).found(in: .weekLongOutage),
        PlantedBug(
            "storm-second-successor", "a successor is not looked for while one is being made",
            breaks: [.oneSuccessor],
            .backendStore { store, ports in
                let memory = RecentLookups()
                let clock = ports.clock
                store.onSnapshot = { base, request in
                    var request = request
                    if let id = request.successorOf, memory.isRecent(id, at: clock.now()) { request.successorOf = nil }
                    return try await base.snapshot(request)
                }
            }
        ).found(in: .completionStorm),
        PlantedBug(
            "import-knows-no-file", "what was imported before is not looked for",
            breaks: [.predictedState],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var request = request
                    request.uid = nil
                    return try await base.snapshot(request)
                }
            }
        ).found(in: .importStorm),
        PlantedBug(
            "same-second-drops-rest", "of reminders for one second, a process sends ten and forgets the rest",
            breaks: [.reminderTruth],
            .wiring(.notification) { ports in
                let memory = SecondCounts()
                var invoker = ServiceInvokerDecorator(base: ports.invoker)
                invoker.answerUnasked = { request in
                    guard let request = request as? MarkReminderSent, memory.count(request.remindAt) > 10 else {
                        return nil
                    }
                    return ReminderSentAnswer.sent
                }
                ports.invoker = invoker
            }
        ).found(in: .sameSecond),
        PlantedBug(
            "same-second-in-turn", "a process sends one reminder after another, with half a minute between them",
            breaks: [.punctuality],
            .wiring(.notification) { ports in
                ports.scheduler = ScheduleInTurn(base: ports.scheduler, turns: Turns(clock: ports.clock))
            }
        ).found(in: .sameSecond),
    ]
}

extension Change {
    /// Moves an occurrence that the clock made back by a date, where one was passed over before it.
    fileprivate mutating func loseLast() {
        effects = effects.map { effect in
            guard case .putTask(var task) = effect, let due = task.due, let series = task.series,
                series.settings.advance == .onSchedule, series.settings.missed != .each, series.rule.count == nil,
                let earlier = series.rule.occurrence(
                    after: due.wall.on(due.wall.date.adding(days: -2 * series.rule.interval)), anchor: series.anchor),
                earlier < due.wall
            else { return effect }
            task.due = due.moved(to: earlier)
            task.series?.occurrence = earlier
            return .putTask(task)
        }
    }
}

/// When successors were looked for last, confined to the simulation's thread.
private final class RecentLookups: @unchecked Sendable {
    private var times: [TaskID: Timestamp] = [:]

    func isRecent(_ id: TaskID, at now: Timestamp) -> Bool {
        let last = times.updateValue(now, forKey: id)
        return last.map { now.duration(since: $0) < .seconds(5) } ?? false
    }
}

/// How many reminders there were for each instant, confined to the simulation's thread.
private final class SecondCounts: @unchecked Sendable {
    private var counts: [Timestamp: Int] = [:]

    func count(_ instant: Timestamp) -> Int {
        counts[instant, default: 0] += 1
        return counts[instant, default: 0]
    }
}

/// A scheduler whose triggers wait for each other.
private struct ScheduleInTurn: JobScheduler {
    let base: any JobScheduler
    let turns: Turns

    func schedule(_ job: Job) async throws { try await base.schedule(job) }

    func cancel(jobNamed name: String) async throws { try await base.cancel(jobNamed: name) }

    func handleTriggers(
        ofJobsPrefixed prefix: String, handler: @escaping @Sendable (JobTrigger) async -> TriggerOutcome
    ) async throws {
        try await base.handleTriggers(ofJobsPrefixed: prefix) { [turns] trigger in
            try? await turns.wait()
            return await handler(trigger)
        }
    }
}

/// Turns half a minute apart, confined to the simulation's thread.
private final class Turns: @unchecked Sendable {
    private let clock: any WallClock
    private var next = Timestamp.epoch

    init(clock: any WallClock) {
        self.clock = clock
    }

    func wait() async throws {
        let now = clock.now()
        next = max(now, next.adding(milliseconds: 30_000))
        try await clock.sleep(for: next.duration(since: now))
    }
}

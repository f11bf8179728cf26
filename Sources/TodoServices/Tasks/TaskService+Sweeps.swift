internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts

// What the sweeps of other services ask, of all users and page by page.
extension TaskService {
    nonisolated func overdueSeries(_ request: OverdueSeries) async throws -> OverdueSeriesAnswer {
        let tasks = try await found { try await store.scheduledSeries(after: request.after, limit: request.limit) }
        let now = clock.now()
        return OverdueSeriesAnswer(
            missing: tasks.compactMap { OccurrenceSweep.missing(after: $0, now: now, zones: zones) },
            upcoming: request.includesUpcoming
                ? tasks.compactMap { OccurrenceSweep.upcoming(after: $0, now: now, zones: zones) } : [],
            next: tasks.count < request.limit ? nil : tasks.last?.id, zoneDataVersion: zones.version)
    }

    nonisolated func sweepReminders(_ request: SweepReminders) async throws -> SweepRemindersAnswer {
        // Read first: rules that change meanwhile then look older than they are, and are asked for again.
        let version = zones.version
        let now = clock.now()
        let until = request.isComplete ? Timestamp.writable.upperBound : now + ReminderSweep.lookAhead
        let reminders = try await found {
            try await store.pendingReminders(until: until, after: request.after, limit: request.limit)
        }
        var replanned: Set<TaskID> = []
        for reminder in reminders where ReminderSweep.isMisplaced(reminder, zones: zones) {
            guard replanned.insert(reminder.task.id).inserted else { continue }
            try await replanReminders(of: reminder.task)
        }
        let others = reminders.filter { !replanned.contains($0.task.id) }
        return SweepRemindersAnswer(
            lost: others.filter { ReminderSweep.isLost($0, now: now) }
                .map { ReminderSweep.event(for: $0, zones: zones) },
            upcoming: others.filter { ReminderSweep.isUpcoming($0, now: now) }
                .map { ReminderSweep.event(for: $0, zones: zones) },
            next: reminders.count < request.limit ? nil : reminders.last?.place, zoneDataVersion: version)
    }

    private nonisolated func replanReminders(of task: TodoTask) async throws {
        let context = CommandContext(
            userID: task.userID, actor: .service(BackendMethods.serviceName),
            correlationID: "\(ReminderSweep.correlationPrefix)\(task.id)")
        do {
            _ = try await perform(.replanReminders(task.id), context)
        } catch .notFound {
            return
        } catch {
            throw error.asServiceFailure
        }
    }

    private nonisolated func found<Value>(_ ask: () async throws -> Value) async throws -> Value {
        do {
            return try await ask()
        } catch let error as TaskStoreError {
            throw ServiceFailure(code: error.code.rawValue, message: error.message)
        }
    }
}

public import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension TaskService {
    /// Answers what other services ask; throws what the host throws.
    public nonisolated func serveMethods(on host: any ServiceHost) async throws {
        try await host.serve(BackendMethods.markReminderSent) { [self] in try await markReminderSent($0) }
        try await host.serve(BackendMethods.spawnOccurrence) { [self] in try await spawnOccurrence($0) }
        try await host.serve(BackendMethods.advanceSeries) { [self] in try await advanceSeries($0) }
        try await host.serve(BackendMethods.overdueSeries) { [self] in try await overdueSeries($0) }
        try await host.serve(BackendMethods.sweepReminders) { [self] in try await sweepReminders($0) }
        try await host.serve(BackendMethods.updatesSince) { [self] in try await updatesSince($0) }
        try await host.serve(BackendMethods.performCommand) { [self] in try await performCommand($0) }
    }

    /// Refusals are answers here, since the user is to be told all that is wrong.
    private nonisolated func performCommand(_ request: PerformCommand) async throws -> PerformCommandAnswer {
        do {
            let outcome = try await perform(request.command, request.context)
            guard let sequence = outcome.sequence else { return .accepted(outcome, nil) }
            let epoch = try await reading { [store] in try await store.epoch() }
            return .accepted(outcome, StreamPosition(epoch: epoch, sequence: sequence))
        } catch {
            return .refused(error)
        }
    }

    private nonisolated func markReminderSent(_ request: MarkReminderSent) async throws -> ReminderSentAnswer {
        let command = TaskCommand.markReminderSent(request.taskID, request.reminderID, remindAt: request.remindAt)
        let context = CommandContext(
            userID: request.userID, actor: .service("notification-service"), correlationID: request.correlationID)
        do {
            let outcome = try await perform(command, context)
            return outcome.reminder?.status == .sent ? .sent : .notWanted
        } catch .notFound {
            return .notWanted
        } catch .tooEarly {
            return .tooEarly
        } catch {
            throw error.asServiceFailure
        }
    }

    private nonisolated func spawnOccurrence(_ request: SpawnOccurrence) async throws -> SpawnOccurrenceAnswer {
        let command = TaskCommand.spawnOccurrence(
            of: request.predecessorID, due: request.due, completedAt: request.completedAt)
        let context = CommandContext(
            userID: request.userID, actor: .service("recurring-task-service"), correlationID: request.correlationID)
        do {
            return SpawnOccurrenceAnswer(successorID: try await perform(command, context).successorID)
        } catch .notFound {
            return SpawnOccurrenceAnswer(successorID: nil)
        } catch {
            throw error.asServiceFailure
        }
    }

    private nonisolated func advanceSeries(_ request: AdvanceSeries) async throws -> AdvanceSeriesAnswer {
        let context = CommandContext(
            userID: request.userID, actor: .service("recurring-task-service"), correlationID: request.correlationID)
        do {
            let outcome = try await perform(.advanceSeries(after: request.predecessorID), context)
            if let due = outcome.nextDueAt { return .notYet(until: due) }
            return outcome.successorID.map { .made($0) } ?? .notWanted
        } catch .notFound {
            return .notWanted
        } catch {
            throw error.asServiceFailure
        }
    }

    private nonisolated func updatesSince(_ request: UpdatesSince) async throws -> UpdatesSinceAnswer {
        do {
            let epoch = try await store.epoch()
            let sequence = request.sequence ?? .max - 1
            let page = try await store.updates(of: request.userID, after: sequence, limit: request.limit)
            return UpdatesSinceAnswer(epoch: epoch, page: page)
        } catch let error as TaskStoreError {
            throw ServiceFailure(code: error.code.rawValue, message: error.message)
        }
    }
}

extension TaskRefusal {
    /// This refusal as data for another service.
    var asServiceFailure: ServiceFailure {
        switch self {
        case .notFound(let what): ServiceFailure(code: "not_found", message: "\(what) does not exist")
        case .invalid(let failure):
            ServiceFailure(code: "invalid", message: failure.faults.map(\.message).joined(separator: "; "))
        case .versionMismatch(let current):
            ServiceFailure(code: "version_mismatch", message: "the version is \(current) by now")
        case .tagExists(let name): ServiceFailure(code: "tag_exists", message: "tag '\(name)' exists")
        case .conflict(let reason): ServiceFailure(code: "conflict", message: reason)
        case .idempotencyKeyReused:
            ServiceFailure(code: "idempotency_key_reused", message: "the key was used for another command")
        case .tooEarly: ServiceFailure(code: "too_early", message: "the reminder's instant has not come")
        case .busy: ServiceFailure(code: "busy", message: "too many changes at once; try again")
        case .unavailable(let reason): ServiceFailure(code: "unavailable", message: reason)
        case .outcomeUnknown(let reason): ServiceFailure(code: "outcome_unknown", message: reason)
        }
    }
}

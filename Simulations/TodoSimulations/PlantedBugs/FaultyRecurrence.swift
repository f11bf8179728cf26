internal import CivilTime
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// A recurrence service that finds the next date in its own way.
struct FaultyRecurrence: Sendable {
    /// The next date of a completed occurrence; nil for none.
    typealias Next = @Sendable (_ due: DueDate, _ series: Series, _ completedAt: Timestamp) -> DueDate?

    let invoker: any ServiceInvoker
    let next: Next

    /// The system with this in place of the recurrence service.
    static func parts(_ next: @escaping Next) -> SystemParts {
        .with { parts in
            parts.boot = { role, ports, system in
                guard role == .recurrence else { return try await SystemBoot.start(role, ports, system) }
                let service = FaultyRecurrence(invoker: ports.invoker, next: next)
                var ports = ports
                var bus = EventBusDecorator(base: ports.bus)
                bus.onDelivery = { event, handle in
                    guard let event = event as? CloudEvent<TaskEvent> else { return await handle() }
                    let answer = await service.handle(event.data)
                    return answer == .success ? await handle() : answer
                }
                ports.bus = bus
                // The clock's occurrences are made as they should be; those of completions are made above.
                var invoker = ServiceInvokerDecorator(base: ports.invoker)
                invoker.answerUnasked = { $0 is SpawnOccurrence ? SpawnOccurrenceAnswer(successorID: nil) : nil }
                ports.invoker = invoker
                try await SystemBoot.start(role, ports, system)
            }
        }
    }

    private func handle(_ event: TaskEvent) async -> Acknowledgement {
        // Whether a successor is wanted is asked of the real rule; only its date is another.
        guard var request = SuccessorDecision.request(for: event, zones: SimulatedZones.database),
            let date = date(after: event.change, completedAt: request.completedAt)
        else { return .success }
        request.due = date
        do {
            _ = try await invoker.invoke(BackendMethods.spawnOccurrence, request, timeout: .seconds(10))
            return .success
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    private func date(after change: Change, completedAt: Timestamp) -> DueDate? {
        for case .putTask(let task) in change.effects where task.id == change.taskID {
            guard let due = task.due, let series = task.series else { return nil }
            return next(due, series, completedAt)
        }
        return nil
    }
}

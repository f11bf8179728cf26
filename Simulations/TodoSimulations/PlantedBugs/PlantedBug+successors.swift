internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Ways to make an occurrence's successor twice, or never.
extension PlantedBug {
    static let successorBugs: [PlantedBug] = [
        PlantedBug(
            "successor-per-delivery", "each delivery of a completion makes a successor",
            breaks: [.oneSuccessor, .predictedState],
            .backendStore { store, _ in store.onSnapshot = { try await $0.snapshot($1.withoutSuccessor) } }),
        PlantedBug(
            "successor-per-completion", "a task that is completed, opened and completed again gets two successors",
            breaks: [.oneSuccessor],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    guard let successor = snapshot.successorID, let completedAt = snapshot.task?.completedAt else {
                        return snapshot
                    }
                    // A successor counts only if it was made after this completion.
                    let made = try await base.state(of: request.userID).tasks[successor]?.createdAt
                    if let made, made < completedAt { snapshot.successorID = nil }
                    return snapshot
                }
            }),
        PlantedBug(
            "successor-by-title", "no successor is made while another open task has the same title",
            breaks: [.oneSuccessor],
            .backendStore { store, _ in
                store.onSnapshot = { base, request in
                    var snapshot = try await base.snapshot(request)
                    guard let predecessor = request.successorOf, let title = snapshot.task?.title else {
                        return snapshot
                    }
                    let tasks = try await base.state(of: request.userID).orderedTasks
                    let alike = tasks.first { $0.title == title && $0.id != predecessor && !$0.isCompleted }
                    snapshot.successorID = snapshot.successorID ?? alike?.id
                    return snapshot
                }
            }),
        PlantedBug(
            "successor-by-event-id", "a completion is known again by an event id that each publish mints anew",
            breaks: [.oneSuccessor, .predictedState],
            .with { parts in
                parts.wire = { role, ports in
                    if role == .backend { mintIdentifiers(&ports) }
                    if role == .recurrence { dedupe(&ports, SharedSightings()) }
                }
            }),
        PlantedBug(
            "recurrence-may-not-write", "the recurrence service is refused, and takes the refusal for an answer",
            breaks: [.oneSuccessor],
            .wiring(.recurrence) { ports in
                var invoker = ServiceInvokerDecorator(base: ports.invoker)
                invoker.answerUnasked = { request in
                    request is SpawnOccurrence ? SpawnOccurrenceAnswer(successorID: nil) : nil
                }
                ports.invoker = invoker
            }),
    ]

    /// Events get a new id each time they are published, and nobody looks for an occurrence's successor.
    private static func mintIdentifiers(_ ports: inout NodePorts) {
        let random = ports.environment.random
        var bus = EventBusDecorator(base: ports.bus)
        bus.onEvent = { event in
            guard var event = event as? CloudEvent<TaskEvent> else { return event }
            event.id = random.identifier()
            return event
        }
        ports.bus = bus
        var store = TaskStoreDecorator(base: ports.taskStore)
        store.onSnapshot = { try await $0.snapshot($1.withoutSuccessor) }
        ports.taskStore = store
    }

    /// Events are handled once for each id.
    private static func dedupe(_ ports: inout NodePorts, _ sightings: SharedSightings) {
        var bus = EventBusDecorator(base: ports.bus)
        bus.onDelivery = { event, handle in
            guard let id = (event as? CloudEvent<TaskEvent>)?.id, !sightings.ids.contains(id) else { return .success }
            let answer = await handle()
            if answer == .success { sightings.ids.insert(id) }
            return answer
        }
        ports.bus = bus
    }
}

/// Ids of events that were handled in this life, confined to the simulation's thread.
private final class SharedSightings: @unchecked Sendable {
    var ids: Set<String> = []
}

extension SnapshotRequest {
    fileprivate var withoutSuccessor: SnapshotRequest {
        var request = self
        request.successorOf = nil
        return request
    }
}

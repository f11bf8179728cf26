internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

/// Ways to lose or confuse events between the outbox and the broker.
extension PlantedBug {
    static let relayBugs: [PlantedBug] = [
        PlantedBug(
            "order-lost-in-relay", "the relay publishes a user's changes in another order",
            breaks: [.gapFreeSequence],
            .backendStore { store, _ in
                store.onUnpublished = { base, limit in
                    let batch = try await base.unpublished(limit: limit)
                    return OutboxBatch(entries: batch.entries.reversed(), version: batch.version)
                }
            }),
        PlantedBug(
            "relay-marks-before-publish", "the relay takes rows off the outbox before it publishes them",
            breaks: [.gapFreeSequence, .noLostChange, .reminderTruth],
            .backendStore { store, _ in
                store.onUnpublished = { base, limit in
                    let batch = try await base.unpublished(limit: limit)
                    if !batch.entries.isEmpty { try await base.markPublished(batch.entries.map(\.id)) }
                    return batch
                }
            }),
        PlantedBug(
            "relay-drops-failed-publish", "the relay takes rows off the outbox although their publish failed",
            breaks: [.gapFreeSequence, .noLostChange, .reminderTruth],
            .bus(of: .backend) { bus, _ in bus.hidesPublishFailures = true }),
        PlantedBug(
            "relay-forgets-on-crash", "the relay keeps what it has yet to publish in memory only",
            breaks: [.gapFreeSequence, .noLostChange, .reminderTruth],
            .backendStore { store, _ in
                let memory = MemoryOutbox()
                store.onUnpublished = { base, limit in
                    let batch = try await base.unpublished(limit: limit)
                    memory.add(batch.entries)
                    if !batch.entries.isEmpty { try await base.markPublished(batch.entries.map(\.id)) }
                    return OutboxBatch(entries: memory.entries, version: batch.version)
                }
                store.onMarkPublished = { memory.remove($1) }
            }),
        PlantedBug(
            "partition-key-per-process", "the partition key is a hash that differs from process to process",
            breaks: [.isolation],
            .bus(of: .backend) { bus, ports in
                let salt = ports.environment.name
                bus.onEvent = { event in
                    guard var event = event as? CloudEvent<TaskEvent> else { return event }
                    event.partitionKey = "\(salt)/\(event.partitionKey)"
                    return event
                }
            }),
        PlantedBug(
            "one-partition-key", "all users' events have one partition key, so that one user holds up all the others",
            breaks: [.isolation],
            .bus(of: .backend) { bus, _ in
                bus.onEvent = { event in
                    guard var event = event as? CloudEvent<TaskEvent> else { return event }
                    event.partitionKey = "todo"
                    return event
                }
            }),
        PlantedBug(
            "updates-overtake", "of updates that are published together, the newer go first",
            breaks: [.gapFreeSequence],
            .bus(of: .backend) { bus, _ in
                bus.onBatch = { events in
                    events is [CloudEvent<TaskUpdate>] ? events.reversed() : events
                }
            }),
    ]
}

/// Rows that only this process knows, confined to the simulation's thread.
private final class MemoryOutbox: @unchecked Sendable {
    private(set) var entries: [OutboxEntry] = []

    func add(_ new: [OutboxEntry]) {
        let known = Set(entries.map(\.id))
        entries += new.filter { !known.contains($0.id) }
    }

    func remove(_ identifiers: [Int64]) {
        entries.removeAll { identifiers.contains($0.id) }
    }
}

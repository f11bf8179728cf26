internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts

extension TodoSystem: CommitWitness, AppendWitness, PublishWitness {
    func sawCommit(_ commit: TaskCommit, before: TaskSnapshot, after: UserState) {
        simulation.note(
            "\(commit.userID) change \(commit.change.sequence) \(commit.change.kind.rawValue)"
                + " task \(commit.change.taskID?.description ?? "-")")
        saw(.committed(CommittedChange(commit: commit, before: before, after: after)))
    }

    func sawAppend(_ entry: AuditEntry) {
        saw(.audited(entry))
    }

    func sawPublish<Payload>(_ event: CloudEvent<Payload>, on topic: String) {
        if let message = OutboxMessage(event) { saw(.published(message)) }
    }
}

/// The broker as one node reaches it, seen by the invariants.
struct WatchedBus: EventBus {
    let base: any EventBus
    let system: TodoSystem

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try await base.publish(events, to: topic)
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        try await base.subscribe(to: topic, as: subscription) { delivery in
            sawDelivery(delivery.event, subscription)
            return await handler(delivery)
        }
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        batches handler: @escaping @Sendable ([Delivery<Payload>]) async -> [Acknowledgement]
    ) async throws -> any EventSubscription {
        try await base.subscribe(
            to: topic, as: subscription,
            batches: { deliveries in
                for delivery in deliveries { sawDelivery(delivery.event, subscription) }
                return await handler(deliveries)
            })
    }

    private func sawDelivery<Payload>(_ event: CloudEvent<Payload>, _ subscription: SubscriptionOptions) {
        guard let message = OutboxMessage(event) else { return }
        let isWhole = subscription.start == .earliest
        system.saw(.delivered(message, group: subscription.group, readsWholeTopic: isWhole))
    }
}

extension OutboxMessage {
    /// The event as the outbox had it; nil when it is none of this system's.
    fileprivate init?<Payload>(_ event: CloudEvent<Payload>) {
        if let event = event as? CloudEvent<TaskEvent> {
            self = .taskEvent(event)
        } else if let event = event as? CloudEvent<TaskUpdate> {
            self = .taskUpdate(event)
        } else if let event = event as? CloudEvent<ReminderEvent> {
            self = .reminder(event)
        } else {
            return nil
        }
    }
}

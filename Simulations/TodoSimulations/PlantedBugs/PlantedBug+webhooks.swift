internal import ServicePorts
internal import SimulationKit
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Ways for receivers to get too little, or what is not theirs.
extension PlantedBug {
    static let webhookBugs: [PlantedBug] = [
        PlantedBug(
            "webhook-forgotten-on-crash", "a delivery counts as done as soon as a process has taken it",
            breaks: [.webhookTruth],
            webhookStore { store in
                store.onClaimed = { base, claimed in
                    for claim in claimed { try await base.record(delivered(claim)) }
                }
            }),
        PlantedBug(
            "webhook-of-another-user", "an event is put down for the webhooks of another user",
            breaks: [.webhookTruth],
            webhookStore { store in
                store.onEnqueue = { event in
                    event.userID = event.userID == UserID("user-1") ? UserID("user-2") : UserID("user-1")
                }
            }),
        PlantedBug(
            "webhook-event-unstored", "an event is acknowledged before it is put down for the webhooks",
            breaks: [.webhookTruth],
            .bus(of: .notification) { bus, ports in
                let environment = ports.environment
                bus.onDelivery = { event, handle in
                    guard event is CloudEvent<TaskEvent> else { return await handle() }
                    environment.spawn(named: "webhooks later") { _ = await handle() }
                    return .success
                }
            }),
        PlantedBug(
            "webhook-failure-is-success", "a receiver that answers anything has taken the message",
            breaks: [.webhookTruth],
            .wiring(.notification) { ports in
                ports.webhookSender = WebhookSenderDecorator(base: ports.webhookSender) { answer in
                    if case .answered = answer { .answered(status: 204) } else { answer }
                }
            }),
        PlantedBug(
            "webhook-types-ignored", "webhooks get events of every type", breaks: [.webhookTruth],
            webhookStore { store in store.onEnqueue = { $0.eventType = .completed } }),
    ].map { $0.found(in: .webhooks) }

    private static func webhookStore(
        _ change: @escaping @Sendable (inout WebhookStoreDecorator) -> Void
    ) -> SystemParts {
        .wiring(.notification) { ports in
            var store = WebhookStoreDecorator(base: ports.webhookStore)
            change(&store)
            ports.webhookStore = store
        }
    }

    private static func delivered(_ claimed: ClaimedDelivery) -> WebhookAttempt {
        let delivery = claimed.delivery
        return WebhookAttempt(
            deliveryID: delivery.id, webhookID: delivery.webhookID, attemptsBefore: delivery.attempts,
            outcome: .init(at: delivery.nextAttemptAt, status: 204, error: nil), state: .delivered,
            nextAttemptAt: delivery.nextAttemptAt, health: nil)
    }
}

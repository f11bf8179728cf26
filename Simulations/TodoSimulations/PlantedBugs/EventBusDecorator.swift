internal import ServicePorts

/// An event bus that passes every call on; planted bugs change subscriptions or deliveries.
struct EventBusDecorator: EventBus {
    let base: any EventBus
    var onSubscribe: @Sendable (inout SubscriptionOptions) -> Void = { _ in }
    /// Further events to hand to the handler for each delivered one.
    var extras: @Sendable (any Sendable) -> [any Sendable] = { _ in [] }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try await base.publish(events, to: topic)
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        var subscription = subscription
        onSubscribe(&subscription)
        return try await base.subscribe(to: topic, as: subscription) { [extras] delivery in
            let answer = await handler(delivery)
            for case let event as CloudEvent<Payload> in extras(delivery.event) {
                _ = await handler(Delivery(event: event, attempt: 1))
            }
            return answer
        }
    }
}

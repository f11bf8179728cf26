internal import ServicePorts

/// An event bus that passes every call on; planted bugs change what is published, subscribed, delivered or answered.
///
/// Events pass the closures as `CloudEvent` of whatever payload; an event that comes back as another type is left out.
struct EventBusDecorator: EventBus {
    typealias Handler = @Sendable () async -> Acknowledgement

    let base: any EventBus
    /// Changes an event on its way to the broker.
    var onEvent: @Sendable (any Sendable) -> any Sendable = { $0 }
    /// Changes the events of one publish, all together.
    var onBatch: @Sendable ([any Sendable]) -> [any Sendable] = { $0 }
    /// True lets nobody know that a publish failed.
    var hidesPublishFailures = false
    /// Name of the topic that is subscribed in place of another.
    var onTopic: @Sendable (String) -> String = { $0 }
    var onSubscribe: @Sendable (inout SubscriptionOptions) -> Void = { _ in }
    /// Handles an event in place of the handler that it is given.
    var onDelivery: @Sendable (any Sendable, @escaping Handler) async -> Acknowledgement = { await $1() }
    /// Further events to hand to the handler for each delivered one.
    var extras: @Sendable (any Sendable) -> [any Sendable] = { _ in [] }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        let events = onBatch(events.map(onEvent)).compactMap { $0 as? CloudEvent<Payload> }
        do {
            try await base.publish(events, to: topic)
        } catch {
            if !hidesPublishFailures { throw error }
        }
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        var subscription = subscription
        onSubscribe(&subscription)
        let topic = Topic<Payload>(onTopic(topic.name))
        return try await base.subscribe(to: topic, as: subscription) { [extras, onDelivery] delivery in
            let answer = await onDelivery(delivery.event) { await handler(delivery) }
            for case let event as CloudEvent<Payload> in extras(delivery.event) {
                _ = await handler(Delivery(event: event, attempt: 1))
            }
            return answer
        }
    }
}

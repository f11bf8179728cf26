public import ServicePorts

/// Publish and subscribe over a sidecar's pub/sub components.
///
/// Events travel as CloudEvents of their own (`application/cloudevents+json`), so that a repeated publish keeps its id.
public struct DaprEventBus: EventBus {
    let client: DaprClient
    let callbacks: DaprCallbacks
    let clock: any WallClock
    let settings: DaprBusSettings
    let bulkRoute = BulkRoute()

    /// A bus over that transport, which hears of events through `callbacks`; a request may take `timeout`.
    public init(
        transport: any DaprTransport, callbacks: DaprCallbacks, clock: any WallClock,
        settings: DaprBusSettings = .init(), timeout: Duration = .seconds(30)
    ) {
        client = DaprClient(transport: transport, timeout: timeout)
        self.callbacks = callbacks
        self.clock = clock
        self.settings = settings
    }

    /// Hands events to the broker, those of one key in array order; throws `EventBusError`, after which any of them may
    /// have been taken, but none before an earlier one of its key.
    public func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        let outgoing = try events.map { event in
            do {
                return OutgoingEvent(partitionKey: event.partitionKey, bytes: try topic.encode(event))
            } catch {
                throw EventBusError(
                    .invalid, "event '\(event.id)' of topic '\(topic.name)' cannot be encoded: \(error)")
            }
        }
        let limit = settings.bulkPublishLimit
        guard limit > 1, events.count > 1 else { return try await publishSingly(outgoing, to: topic.name) }
        for wave in PublishWaves.waves(of: outgoing, limit: limit) {
            try await publish(wave: wave, to: topic.name)
        }
    }

    /// Has events of the topic brought to the handler; throws `EventBusError`, as when the application listens already.
    public func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        try subscribe(to: topic, as: subscription, .single(handler))
    }

    /// Likewise with a handler that takes together what the sidecar brings in one request.
    public func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        batches handler: @escaping @Sendable ([Delivery<Payload>]) async -> [Acknowledgement]
    ) async throws -> any EventSubscription {
        try subscribe(to: topic, as: subscription, .batches(handler))
    }

    private func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions, _ handler: EventRoute<Payload>.Handler
    ) throws -> any EventSubscription {
        let route = EventRoute(
            topic: topic, group: subscription.group, clock: clock, onGivenUp: settings.onGivenUp,
            failures: FailureCounts(policy: subscription.retry, clock: clock), handler: handler)
        let entry = DaprSubscription(
            component: settings.component(subscription), topic: topic.name,
            path: callbacks.settings.path(ofTopic: topic.name, group: subscription.group),
            deadLetterTopic: DeliveryRetryPolicy.deadLetterTopic(of: topic.name), bulk: settings.bulkDelivery)
        let gate = DeliveryGate()
        try callbacks.subscribe(entry) { request in await gate.run { await route.answer(request) } }
        return gate
    }
}

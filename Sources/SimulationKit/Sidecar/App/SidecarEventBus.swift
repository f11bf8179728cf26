internal import ServicePorts
internal import SidecarRules

/// Publish and subscribe, spoken as requests to and from a sidecar.
///
/// Every consumer group is a pub/sub component of its own, since a component has one group: `bus.<group>` begins at the
/// oldest event and `bus-newest.<group>` at the newest. Publishing goes to `bus`.
struct SidecarEventBus: EventBus {
    let link: SidecarLink
    let clock: any WallClock
    /// A failed publish leaves open what happened; a stable id makes it safe to try again at once.
    private static let tries = 3

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        for event in events {
            let request: SidecarRequest
            do {
                request = SidecarRequest(
                    .post, "/v1.0/publish/bus/\(PercentCoding.encode(topic.name))",
                    query: ["metadata.partitionKey": event.partitionKey],
                    headers: ["content-type": "application/cloudevents+json"], body: try topic.encode(event))
            } catch {
                throw EventBusError(.invalid, "an event of topic '\(topic.name)' cannot be encoded: \(error)")
            }
            try await publish(request)
        }
    }

    private func publish(_ request: SidecarRequest) async throws {
        var status = 0
        for _ in 1...SidecarEventBus.tries {
            status = try await link.send(request).status
            if status == 204 { return }
            if (400..<500).contains(status) { throw EventBusError(.invalid, "the sidecar answered \(status)") }
        }
        throw EventBusError(.ambiguous, "the sidecar answered \(status)")
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        let component = (subscription.start == .latest ? "bus-newest." : "bus.") + subscription.group
        let failures = Failures(policy: subscription.retry, clock: clock)
        let entry = SidecarSubscription(
            component: component, topic: topic.name,
            path: "/events/\(PercentCoding.encode(topic.name))/\(PercentCoding.encode(subscription.group))",
            deadLetterTopic: DeliveryRetryPolicy.deadLetterTopic(of: topic.name))
        link.app.subscribe(entry) { request in
            var event: CloudEvent<Payload>
            do {
                event = try topic.decode(request.body)
                // The sidecar adds empty trace attributes to events that have none.
                if event.traceParent?.isEmpty == true { event.traceParent = nil }
            } catch {
                return SidecarEventBus.answer("DROP", "an event of topic '\(topic.name)' cannot be decoded: \(error)")
            }
            switch await handler(Delivery(event: event, attempt: failures.count(of: event.id) + 1)) {
            case .success:
                failures.forget(event.id)
                return SidecarEventBus.answer("SUCCESS")
            case .retry(let reason) where failures.mayFailAgain(event.id):
                return SidecarEventBus.answer("RETRY", reason)
            case .retry(let reason), .drop(let reason):
                failures.forget(event.id)
                return SidecarEventBus.answer("DROP", reason)
            }
        }
        return SidecarDeliveries(sidecar: link.sidecar)
    }

    private static func answer(_ status: String, _ reason: String? = nil) -> SidecarResponse {
        var members: [String: SidecarJSON] = ["status": .string(status)]
        if let reason { members["reason"] = .string(reason) }
        return .json(.object(members))
    }
}

/// A subscription ends with its sidecar, which asks for subscriptions only once.
private struct SidecarDeliveries: EventSubscription {
    let sidecar: SimulatedSidecar

    func cancel() async {
        await sidecar.stop()
    }
}

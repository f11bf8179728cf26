internal import ServicePorts
internal import Synchronization

/// Takes events at once, or passes them on to another bus, and remembers in which order they came.
final class CountingBus: EventBus {
    /// What is remembered of an event.
    private struct Place {
        let topic: String
        let key: String
        let sequence: Int64
    }

    private let expected: Int
    private let next: (any EventBus)?
    private let places: Mutex<[Place]> = Mutex([])
    private let (ends, end) = AsyncStream<Void>.makeStream()

    init(expected: Int, before next: (any EventBus)?) {
        self.expected = expected
        self.next = next
        places.withLock { $0.reserveCapacity(expected) }
    }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        try await next?.publish(events, to: topic)
        let count = places.withLock { places in
            for event in events {
                places.append(Place(topic: topic.name, key: event.partitionKey, sequence: event.sequence))
            }
            return places.count
        }
        if count >= expected { end.yield() }
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: nonisolated(nonsending) @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        throw EventBusError(.invalid, "nobody reads from this bus")
    }

    /// Returns when as many events as were expected have been taken.
    func allTaken() async {
        for await _ in ends { return }
    }

    /// Throws unless each topic got each user's events once and in their order.
    func requireOrder() throws {
        let places = places.withLock { $0 }
        guard places.count == expected else {
            throw EventBusError(.invalid, "\(places.count) events came, not \(expected)")
        }
        var last: [String: Int64] = [:]
        for place in places {
            let sequence = last["\(place.topic) \(place.key)"] ?? 0
            guard place.sequence == sequence + 1 else {
                throw EventBusError(
                    .invalid, "\(place.topic): event \(place.sequence) of \(place.key) came after \(sequence)")
            }
            last["\(place.topic) \(place.key)"] = place.sequence
        }
    }
}

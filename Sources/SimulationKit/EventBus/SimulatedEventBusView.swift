internal import ServicePorts

/// The simulated broker as one life of a node reaches it.
final class SimulatedEventBusView: EventBus, DeadLetterReader {
    private let bus: SimulatedEventBus
    private let environment: NodeEnvironment
    private static let errors = CallErrors(
        unavailable: { EventBusError(.unavailable, $0) }, ambiguous: { EventBusError(.ambiguous, $0) })

    init(bus: SimulatedEventBus, environment: NodeEnvironment) {
        self.bus = bus
        self.environment = environment
    }

    private var simulation: Simulation { bus.simulation }

    func publish<Payload>(_ events: [CloudEvent<Payload>], to topic: Topic<Payload>) async throws {
        let records: [EventRecord]
        do {
            records = try events.map { try record($0, topic) }
        } catch {
            throw EventBusError(.invalid, "an event of topic '\(topic.name)' cannot be encoded: \(error)")
        }
        try await environment.call(
            "publish", of: .bus, failing: .publishFailures, errors: SimulatedEventBusView.errors
        ) {
            append(records, topic.name)
            if let witness = bus.publishWitness {
                for event in events { witness.sawPublish(event, on: topic.name) }
            }
        }
    }

    private func record<Payload>(_ event: CloudEvent<Payload>, _ topic: Topic<Payload>) throws -> EventRecord {
        guard simulation.options.usesRealCodec else { return TypedRecord(event, topic: topic) }
        return EncodedRecord(id: event.id, partitionKey: event.partitionKey, bytes: try topic.encode(event))
    }

    private func append(_ records: [EventRecord], _ topic: String) {
        let log = bus.log(named: topic)
        if simulation.faults.strikes(.duplicatePublishes, at: environment) {
            // The producer lost the answer to a first try that got part of the way.
            let taken = Int(simulation.faults.number(upTo: Int64(records.count), .duplicatePublishes))
            for record in records.prefix(taken) { log.append(record, simulation: simulation) }
        }
        for record in records {
            simulation.traceEvent(
                "publish", environment, "\(topic) \(record.id) key \(record.partitionKey)",
                payload: try record.encoded())
            log.append(record, simulation: simulation)
        }
    }

    func subscribe<Payload>(
        to topic: Topic<Payload>, as subscription: SubscriptionOptions,
        handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) async throws -> any EventSubscription {
        guard !subscription.group.isEmpty else {
            throw EventBusError(.invalid, "a subscription to '\(topic.name)' needs the name of its consumer group")
        }
        var joined: BusMember?
        do {
            return try await environment.call(
                "subscribe", of: .bus, failing: .publishFailures, errors: SimulatedEventBusView.errors
            ) {
                let member = join(topic, subscription, handler)
                joined = member
                return member
            }
        } catch {
            // Whoever is told that it is not subscribed must not get deliveries.
            joined?.leave(hasCrashed: false)
            throw error
        }
    }

    private func join<Payload>(
        _ topic: Topic<Payload>, _ subscription: SubscriptionOptions,
        _ handler: @escaping @Sendable (Delivery<Payload>) async -> Acknowledgement
    ) -> BusMember {
        let group = bus.group(subscription, on: bus.log(named: topic.name))
        let member = BusMember(environment: environment, group: group, retry: subscription.retry) { record, attempt in
            let event: CloudEvent<Payload>
            do {
                event = try record.event(for: topic)
            } catch {
                return .drop(reason: "event '\(record.id)' of topic '\(topic.name)' cannot be decoded: \(error)")
            }
            return await handler(Delivery(event: event, attempt: attempt))
        }
        member.join()
        return member
    }

    func deadLetters(of topic: String) async throws -> [DeadLetter] {
        try await environment.call(
            "dead letters", of: .bus, failing: .publishFailures, errors: SimulatedEventBusView.errors
        ) {
            bus.deadLetters(onTopic: topic)
        }
    }
}

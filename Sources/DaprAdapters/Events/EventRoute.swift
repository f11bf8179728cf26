internal import CivilTime
internal import ServicePorts

/// One group's side of one topic: turns deliveries into the handler's calls, and its answers into the sidecar's words.
struct EventRoute<Payload: Codable & Sendable>: Sendable {
    let topic: Topic<Payload>
    let group: String
    let clock: any WallClock
    let onGivenUp: @Sendable (DeadLetter) -> Void
    let failures: FailureCounts
    let handler: Handler

    /// Who takes events: one after the other, or together what came together.
    enum Handler: Sendable {
        case single(@Sendable (Delivery<Payload>) async -> Acknowledgement)
        case batches(@Sendable ([Delivery<Payload>]) async -> [Acknowledgement])

        func handle(_ delivery: Delivery<Payload>) async -> Acknowledgement {
            switch self {
            case .single(let handle): await handle(delivery)
            case .batches(let handle): await handle([delivery]).first ?? Self.nothing
            }
        }

        /// What stands for an acknowledgement that a handler left out.
        static var nothing: Acknowledgement { .retry(reason: "the handler answered nothing") }
    }

    /// The answer to a delivery, of one event or in bulk.
    func answer(_ request: DaprRequest) async -> DaprResponse {
        if request.headers["content-type"]?.hasPrefix("application/json") == true,
            let bulk = try? JSONCodec.decode(BulkDelivery<Payload>.self, from: request.body)
        {
            return .json(await answer(bulk, JSONNumbers.areDamagedByDoubles(in: request.body)))
        }
        do {
            return await settle(try topic.decode(request.body)).response
        } catch {
            return undecodable(request.body, "\(error)").response
        }
    }

    /// One event's way to the handler and back.
    func settle(_ decoded: CloudEvent<Payload>) async -> EventVerdict {
        let delivery = delivery(of: decoded)
        return verdict(on: delivery, await handler.handle(delivery))
    }

    /// The event as the handler gets it.
    func delivery(of decoded: CloudEvent<Payload>) -> Delivery<Payload> {
        var event = decoded
        // The sidecar adds empty trace attributes to events that have none.
        event.traceParent = DaprTraceContext.meaningful(event.traceParent)
        return Delivery(event: event, attempt: failures.count(of: event.id) + 1)
    }

    /// What the sidecar is told of what the handler said.
    func verdict(on delivery: Delivery<Payload>, _ acknowledgement: Acknowledgement) -> EventVerdict {
        let event = delivery.event
        switch acknowledgement {
        case .success:
            failures.forget(event.id)
            return .success
        case .retry(let reason) where failures.mayFailAgain(event.id):
            return EventVerdict(status: .retry, reason: reason)
        case .retry(let reason), .drop(let reason):
            failures.forget(event.id)
            return giveUp(event.id, event.partitionKey, delivery.attempt, reason)
        }
    }

    /// What cannot be read today cannot be read tomorrow.
    func undecodable(_ body: [UInt8], _ cause: String) -> EventVerdict {
        let identity = (try? JSONCodec.decode(Identity.self, from: body)) ?? Identity()
        let reason = "an event of topic '\(topic.name)' cannot be decoded: \(cause)"
        return giveUp(identity.id ?? "", identity.partitionkey ?? "", 1, reason)
    }

    func giveUp(_ id: String, _ partitionKey: String, _ attempts: Int, _ reason: String) -> EventVerdict {
        onGivenUp(
            DeadLetter(
                topic: topic.name, group: group, eventID: id, partitionKey: partitionKey, reason: reason,
                attempts: attempts, time: clock.now()))
        return EventVerdict(status: .drop, reason: reason)
    }

    private struct Identity: Decodable {
        var id: String?
        var partitionkey: String?
    }
}

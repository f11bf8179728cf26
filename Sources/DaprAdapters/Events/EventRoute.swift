internal import CivilTime
internal import ServicePorts

/// One group's side of one topic: turns deliveries into the handler's calls, and its answers into the sidecar's words.
struct EventRoute<Payload: Codable & Sendable>: Sendable {
    let topic: Topic<Payload>
    let group: String
    let clock: any WallClock
    let onGivenUp: @Sendable (DeadLetter) -> Void
    let failures: FailureCounts
    let handler: @Sendable (Delivery<Payload>) async -> Acknowledgement

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
        var event = decoded
        // The sidecar adds empty trace attributes to events that have none.
        event.traceParent = DaprTraceContext.meaningful(event.traceParent)
        let attempt = failures.count(of: event.id) + 1
        switch await handler(Delivery(event: event, attempt: attempt)) {
        case .success:
            failures.forget(event.id)
            return .success
        case .retry(let reason) where failures.mayFailAgain(event.id):
            return EventVerdict(status: .retry, reason: reason)
        case .retry(let reason), .drop(let reason):
            failures.forget(event.id)
            return giveUp(event.id, event.partitionKey, attempt, reason)
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

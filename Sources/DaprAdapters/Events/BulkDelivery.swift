internal import ServicePorts

/// Events that came in one request.
struct BulkDelivery<Payload: Codable & Sendable>: Decodable, Sendable {
    /// One of them; the event is nil when it cannot be read.
    struct Entry: Decodable, Sendable {
        let entryID: String
        let event: CloudEvent<Payload>?
        let cause: String

        private enum Key: String, CodingKey {
            case entryId, event
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            entryID = try container.decode(String.self, forKey: .entryId)
            do {
                event = try container.decode(CloudEvent<Payload>.self, forKey: .event)
                cause = ""
            } catch {
                event = nil
                cause = "\(error)"
            }
        }
    }

    let entries: [Entry]
}

/// The answer to a bulk delivery; an entry that it leaves out is tried again.
struct BulkVerdict: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        var entryId: String
        var status: EventVerdict.Status
    }

    var statuses: [Entry]
}

extension EventRoute {
    /// Takes the events in order; after one that is to come again, later ones of its key wait for it.
    func answer(_ bulk: BulkDelivery<Payload>, _ hasDamagedNumbers: Bool) async -> BulkVerdict {
        var prepared = bulk.entries.map { prepare($0, hasDamagedNumbers) }
        if case .batches(let handle) = handler { await settle(&prepared, together: handle) }
        var waitingKeys: Set<String> = []
        var verdict = BulkVerdict(statuses: [])
        for (entry, prepared) in zip(bulk.entries, prepared) {
            let status = await status(of: prepared, waitingKeys)
            if status == .retry, let event = entry.event { waitingKeys.insert(event.partitionKey) }
            verdict.statuses.append(BulkVerdict.Entry(entryId: entry.entryID, status: status))
        }
        return verdict
    }

    private func prepare(_ entry: BulkDelivery<Payload>.Entry, _ hasDamagedNumbers: Bool) -> BulkStep<Payload> {
        guard let event = entry.event else { return .undecodable(entry.cause) }
        // The request holds such a number somewhere: look whether this event is the one.
        let isDamaged =
            hasDamagedNumbers && (try? topic.encode(event)).map(JSONNumbers.areDamagedByDoubles) ?? false
        return isDamaged ? .damaged(event) : .handle(event)
    }

    /// Hands the events that can be handled over together.
    private func settle(
        _ steps: inout [BulkStep<Payload>], together handle: ([Delivery<Payload>]) async -> [Acknowledgement]
    ) async {
        var places: [Int] = []
        var deliveries: [Delivery<Payload>] = []
        for (place, step) in steps.enumerated() {
            guard case .handle(let event) = step else { continue }
            places.append(place)
            deliveries.append(delivery(of: event))
        }
        guard !deliveries.isEmpty else { return }
        let acknowledgements = await handle(deliveries)
        for (index, place) in places.enumerated() {
            let acknowledgement = index < acknowledgements.count ? acknowledgements[index] : Handler.nothing
            steps[place] = .handled(deliveries[index], acknowledgement)
        }
    }

    private func status(of step: BulkStep<Payload>, _ waitingKeys: Set<String>) async -> EventVerdict.Status {
        if let key = step.key, waitingKeys.contains(key) { return .retry }
        switch step {
        case .undecodable(let cause): return undecodable([], cause).status
        case .damaged(let event):
            let reason = "a number that the sidecar may have damaged came in bulk: deliver this topic one by one"
            return giveUp(event.id, event.partitionKey, 1, reason).status
        case .handle(let event): return await settle(event).status
        case .handled(let delivery, let acknowledgement): return verdict(on: delivery, acknowledgement).status
        }
    }
}

/// What is to be done with one event of a bulk delivery.
private enum BulkStep<Payload: Codable & Sendable>: Sendable {
    case undecodable(String)
    case damaged(CloudEvent<Payload>)
    case handle(CloudEvent<Payload>)
    /// It was handled together with others.
    case handled(Delivery<Payload>, Acknowledgement)

    /// The event's key, if it has one.
    var key: String? {
        switch self {
        case .undecodable: nil
        case .damaged(let event), .handle(let event): event.partitionKey
        case .handled(let delivery, _): delivery.event.partitionKey
        }
    }
}

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
        var waitingKeys: Set<String> = []
        var verdict = BulkVerdict(statuses: [])
        for entry in bulk.entries {
            let status = await status(of: entry, waitingKeys, hasDamagedNumbers)
            if status == .retry, let event = entry.event { waitingKeys.insert(event.partitionKey) }
            verdict.statuses.append(BulkVerdict.Entry(entryId: entry.entryID, status: status))
        }
        return verdict
    }

    private func status(
        of entry: BulkDelivery<Payload>.Entry, _ waitingKeys: Set<String>, _ hasDamagedNumbers: Bool
    ) async -> EventVerdict.Status {
        guard let event = entry.event else { return undecodable([], entry.cause).status }
        if waitingKeys.contains(event.partitionKey) { return .retry }
        // The request holds such a number somewhere: look whether this event is the one.
        if hasDamagedNumbers, let bytes = try? topic.encode(event), JSONNumbers.areDamagedByDoubles(in: bytes) {
            let reason = "a number that the sidecar may have damaged came in bulk: deliver this topic one by one"
            return giveUp(event.id, event.partitionKey, 1, reason).status
        }
        return await settle(event).status
    }
}

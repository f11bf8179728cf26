internal import ServicePorts

extension DaprEventBus {
    /// Publishes events of different keys in one request, those that were refused again; singly where the sidecar
    /// cannot.
    func publish(wave: [OutgoingEvent], to topic: String) async throws {
        guard wave.count > 1 else { return try await publishSingly(wave, to: topic) }
        var left = Array(wave.indices)
        try await trying {
            while let version = bulkRoute.version {
                let request = bulkRequest(left.map { ($0, wave[$0]) }, to: topic, version)
                let response = try await client.send(request, of: label(topic))
                if response.isSuccess { return nil }
                let failure = DaprFailure(response, to: request, of: label(topic))
                if isUnknownBulkRoute(failure) {
                    bulkRoute.isUnknown(version)
                    continue
                }
                if let refused = BulkAnswer.refused(in: response) { left = left.filter(refused.contains) }
                return failure
            }
            try await publishSingly(left.map { wave[$0] }, to: topic)
            return nil
        }
    }

    /// Before 1.17 the sidecar takes the stable path for that of a component called `bulk`.
    private func isUnknownBulkRoute(_ failure: DaprFailure) -> Bool {
        failure.isUnknownRoute
            || failure.errorCode == "ERR_PUBSUB_NOT_FOUND" && failure.message.contains("pubsub bulk is not found")
                && settings.publishComponent != "bulk"
    }

    /// No metadata of the request itself: it would overrule each entry's own key.
    private func bulkRequest(
        _ events: [(id: Int, event: OutgoingEvent)], to topic: String, _ version: String
    ) -> DaprRequest {
        let component = DaprPath.encode(settings.publishComponent)
        var body: [UInt8] = [UInt8(ascii: "[")]
        for (index, entry) in events.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += entry.event.bulkEntry(id: entry.id)
        }
        body.append(UInt8(ascii: "]"))
        return DaprRequest(
            .post, "/\(version)/publish/bulk/\(component)/\(DaprPath.encode(topic))",
            headers: ["content-type": "application/json"], body: body)
    }
}

/// The sidecar's answer to a bulk publish of which some entries failed.
private struct BulkAnswer: Decodable {
    struct Entry: Decodable {
        var entryId: String
    }

    var failedEntries: [Entry]

    /// Ids of the failed entries; nil when the answer names none, so that any may have failed.
    static func refused(in response: DaprResponse) -> Set<Int>? {
        guard let answer = try? JSONCodec.decode(BulkAnswer.self, from: response.body) else { return nil }
        let refused = Set(answer.failedEntries.compactMap { Int($0.entryId) })
        return refused.isEmpty ? nil : refused
    }
}

internal import ServicePorts

extension DaprEventBus {
    /// One after another, byte for byte.
    func publishSingly(_ events: [OutgoingEvent], to topic: String) async throws {
        for event in events { try await publish(event, to: topic) }
    }

    private func publish(_ event: OutgoingEvent, to topic: String) async throws {
        var request = DaprRequest(
            .post, "/v1.0/publish/\(DaprPath.encode(settings.publishComponent))/\(DaprPath.encode(topic))",
            headers: ["content-type": OutgoingEvent.contentType], body: event.bytes)
        for (name, value) in event.metadata { request.query["metadata." + name] = value }
        try await trying {
            let response = try await client.send(request, of: label(topic))
            return response.isSuccess ? nil : DaprFailure(response, to: request, of: label(topic))
        }
    }

    /// Calls the body until it gives no failure; throws `EventBusError` for one that a repetition does not mend, or
    /// when the tries are used up.
    ///
    /// The events' ids are theirs, so a repetition does no harm.
    func trying(_ body: () async throws -> DaprFailure?) async throws {
        var mayHaveArrived = false
        for attempt in 1...max(1, settings.publishTries) {
            let isLast = attempt >= settings.publishTries
            let failure: DaprFailure
            do {
                guard let found = try await body() else { return }
                failure = found
            } catch let error as DaprFailure {
                failure = error
            }
            if DaprEventBus.isInvalid(failure) { throw EventBusError(.invalid, failure.description) }
            mayHaveArrived = mayHaveArrived || !failure.didNothing
            if isLast { throw EventBusError(mayHaveArrived ? .ambiguous : .unavailable, failure.description) }
            try await clock.sleep(for: settings.firstPublishPause * (1 << min(attempt - 1, 6)))
        }
    }

    func label(_ topic: String) -> String {
        "topic '\(topic)' of pub/sub component '\(settings.publishComponent)'"
    }

    /// True for what the sidecar will never take; a body over its limit comes back as a 500.
    private static func isInvalid(_ failure: DaprFailure) -> Bool {
        guard let status = failure.status, !failure.didNothing else { return false }
        return (400..<500).contains(status) && status != 408 || failure.message.contains("stream too large")
    }
}

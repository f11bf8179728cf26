internal import CivilTime
internal import NIOHTTP1
internal import SidecarRules

extension Subscriber {
    /// Brings an event to an application and reads its answer.
    func verdict(on event: StoredEvent, at address: AppAddress) async -> SidecarDelivery.Verdict {
        let (envelope, body) = envelope(of: event)
        if let verdict = SidecarDelivery.verdict(onStored: envelope, now: core.now) { return verdict }
        guard let envelope, let path = subscription.path(for: envelope) else {
            return .dropped(reason: "no rule picks the event")
        }
        guard let headers = headers(of: event, envelope) else {
            return .retry(reason: "a record header is illegal in HTTP")
        }
        let answer = try? await caller.send("POST", to: address, path, headers: headers, body: body)
        return SidecarDelivery.verdict(on: answer?.sidecarResponse)
    }

    /// The CloudEvent that the application gets, and its bytes: those that were stored when they are one.
    func envelope(of event: StoredEvent) -> (SidecarJSON?, [UInt8]) {
        guard subscription.isRaw else { return (SidecarJSON(event.bytes), event.bytes) }
        let envelope = SidecarDelivery.rawEvent(
            event.bytes, id: core.identifier(), topic: subscription.topic, component: subscription.component,
            now: core.now)
        return (envelope, envelope.bytes)
    }

    /// What the application learns beside the event; nil when a header's name or value is illegal in HTTP.
    func headers(of event: StoredEvent, _ envelope: SidecarJSON) -> HTTPHeaders? {
        var headers = HTTPHeaders()
        for (name, value) in event.headers.sorted(by: { $0.key < $1.key }) {
            guard SidecarDelivery.isLegalHeader(name, value) else { return nil }
            headers.replaceOrAdd(name: name, value: value)
        }
        for (name, value) in metadata(of: event) { headers.replaceOrAdd(name: name, value: value) }
        headers.replaceOrAdd(name: "content-type", value: "application/cloudevents+json")
        headers.replaceOrAdd(name: "pubsubname", value: subscription.component)
        let parent = envelope["traceparent"]?.text ?? ""
        headers.replaceOrAdd(name: "traceparent", value: parent.isEmpty ? Sidecar.noTrace : parent)
        headers.replaceOrAdd(name: "tracestate", value: envelope["tracestate"]?.text ?? "")
        headers.remove(name: "content-length")
        if let token = sidecar.description.appAPIToken { headers.replaceOrAdd(name: "dapr-api-token", value: token) }
        return headers
    }

    /// What the broker adds.
    func metadata(of event: StoredEvent) -> [(String, String)] {
        let key = event.key.map { [("__key", $0)] } ?? []
        return key + [
            ("__topic", subscription.topic), ("__partition", "\(event.partition)"), ("__offset", "\(event.offset)"),
            ("__timestamp", "\(event.storedAt.millisecondsSinceEpoch)"),
        ]
    }
}

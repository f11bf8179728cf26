public import CivilTime

/// What becomes of one event after the application's answer, or before it is asked.
public struct SidecarDelivery: Sendable {
    /// What the application's answer means.
    public enum Verdict: Sendable, Equatable {
        /// Handled.
        case acknowledged
        /// Not handled now.
        case retry(reason: String)
        /// Never to be handled.
        case dropped(reason: String)
    }

    /// What the sidecar does next.
    public enum Step: Sendable, Equatable {
        /// The position moves on.
        case acknowledge
        /// The same event again after a pause between these bounds, by the inbound policy.
        case again(after: ClosedRange<Duration>)
        /// The event goes to the dead-letter topic, and the position moves on.
        case deadLetter(reason: String)
        /// The component delivers again after its own pause, for ever; its partition waits meanwhile.
        case redeliver(after: Duration, reason: String)
    }

    /// True when the subscription names a dead-letter topic.
    public var hasDeadLetterTopic: Bool
    /// The inbound policy; nil when there is none.
    public var inbound: SidecarRetryPolicy?
    /// The component's own pause.
    public var componentPause: Duration

    /// Settings of one subscription; the component's own pause is five seconds unless configured otherwise.
    public init(
        hasDeadLetterTopic: Bool, inbound: SidecarRetryPolicy? = nil, componentPause: Duration = .seconds(5)
    ) {
        self.hasDeadLetterTopic = hasDeadLetterTopic
        self.inbound = inbound
        self.componentPause = componentPause
    }

    /// The meaning of an answer; nil is no answer at all.
    ///
    /// Success is said by 2xx with no body, with a body that is no JSON object, or with the status `SUCCESS`, "" or
    /// none.
    public static func verdict(on response: SidecarResponse?) -> Verdict {
        guard let response else { return .retry(reason: "the application did not answer") }
        if response.status == 404 { return .dropped(reason: "the application answered 404") }
        guard response.isSuccess else { return .retry(reason: "the application answered \(response.status)") }
        guard let status = SidecarJSON(response.body)?.members?["status"] else { return .acknowledged }
        let reason = SidecarJSON(response.body)?["reason"]?.text
        switch status.text {
        case "SUCCESS", "": return .acknowledged
        case "RETRY": return .retry(reason: reason ?? "the application answered RETRY")
        case "DROP": return .dropped(reason: reason ?? "the application answered DROP")
        // A status that is no string cannot be decoded, which counts as a body without a status.
        case nil: return .acknowledged
        case let unknown?: return .retry(reason: "unknown status '\(unknown)'")
        }
    }

    /// The verdict on a stored event that the application is never asked about; nil when it is asked.
    ///
    /// `event` is what was stored, nil when that is no JSON.
    public static func verdict(onStored event: SidecarJSON?, now: Timestamp) -> Verdict? {
        guard let event, event.members != nil else { return .retry(reason: "the event is no JSON object") }
        guard let expiration = event["expiration"]?.text.flatMap(Timestamp.init(rfc3339:)), expiration < now else {
            return nil
        }
        return .dropped(reason: "the event expired at \(expiration)")
    }

    /// What to do after a verdict: inbound policy first, then dead letter, then the component's own retries.
    public func step(after verdict: Verdict, failures: Int, elapsed: Duration) -> Step {
        switch verdict {
        case .acknowledged: return .acknowledge
        case .dropped(let reason): return hasDeadLetterTopic ? .deadLetter(reason: reason) : .acknowledge
        case .retry(let reason):
            if let pause = inbound?.pause(afterFailure: failures, elapsed: elapsed) { return .again(after: pause) }
            if hasDeadLetterTopic { return .deadLetter(reason: reason) }
            return .redeliver(after: componentPause, reason: reason)
        }
    }
}

extension SidecarDelivery {
    /// The event that is made around what a raw subscription finds on its topic.
    package static func rawEvent(
        _ bytes: [UInt8], id: String, topic: String, component: String, now: Timestamp
    ) -> SidecarJSON {
        .object([
            "id": .string(id), "source": .string("Dapr"), "specversion": .string("1.0"),
            "type": .string("com.dapr.event.sent"), "datacontenttype": .string("application/octet-stream"),
            "topic": .string(topic), "pubsubname": .string(component), "time": .string(now.rfc3339),
            "traceid": .string(""), "traceparent": .string(""), "tracestate": .string(""),
            "data_base64": .string(Base64.encode(bytes)),
        ])
    }

    /// False for a header that cannot be sent over HTTP, which makes its event fail for ever.
    package static func isLegalHeader(_ name: String, _ value: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        let isToken = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || marks.contains(byte)
        }
        return isToken && !name.isEmpty && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}

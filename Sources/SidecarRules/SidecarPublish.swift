public import CivilTime

/// What a publish request becomes: an event on a topic, or an error.
public struct SidecarPublish: Sendable, Equatable {
    /// Name of the pub/sub component.
    public let component: String
    /// Topic.
    public let topic: String
    /// Key that decides the partition; nil leaves it to chance.
    public let partitionKey: String?
    /// What is stored.
    public let bytes: [UInt8]
    /// The CloudEvent that is stored; nil for a raw payload.
    public let event: SidecarJSON?
    /// Metadata of the request, which the component passes on.
    package let metadata: [String: String]

    /// What the sidecar knows besides the request.
    public struct Context: Sendable {
        /// The sidecar's application.
        public var appID: String
        /// True for names of pub/sub components.
        public var hasComponent: @Sendable (String) -> Bool
        /// False for topics that the application may not publish to.
        public var mayPublish: @Sendable (_ topic: String) -> Bool = { _ in true }
        /// The present instant.
        public var now: Timestamp
        /// A new identifier at each call.
        public var makeID: @Sendable () -> String
        /// Longest body in bytes.
        public var bodyLimit = 4 << 20

        /// A context with the fields that have no default.
        public init(
            appID: String, now: Timestamp, hasComponent: @escaping @Sendable (String) -> Bool,
            makeID: @escaping @Sendable () -> String
        ) {
            self.appID = appID
            self.now = now
            self.hasComponent = hasComponent
            self.makeID = makeID
        }
    }

    /// The event that a request to `/v1.0/publish/{component}/{topic}` stores; throws `SidecarError`.
    public init(_ request: SidecarRequest, in context: Context) throws(SidecarError) {
        let segments = request.segments
        guard request.method == .post || request.method == .put, segments.count >= 4, segments[1] == "publish" else {
            throw .unknownRoute
        }
        component = segments[2]
        topic = segments[3...].joined(separator: "/")
        try SidecarPublish.check(component, topic, request, context)
        metadata = request.metadata
        partitionKey = metadata["partitionKey"] ?? metadata["__key"]
        let isRaw = try SidecarPublish.isRaw(request)
        event = isRaw ? nil : try SidecarPublish.envelope(of: request, component, topic, context)
        bytes = event?.bytes ?? request.body
    }

    private static func check(
        _ component: String, _ topic: String, _ request: SidecarRequest, _ context: Context
    ) throws(SidecarError) {
        guard context.hasComponent(component) else {
            throw SidecarError(
                404, "ERR_PUBSUB_NOT_FOUND", "pubsub \(component) is not found", reason: "DAPR_PUBSUB_NOT_FOUND")
        }
        guard context.mayPublish(topic) else {
            throw SidecarError(
                403, "ERR_PUBSUB_FORBIDDEN", "topic \(topic) is not allowed for app id \(context.appID)",
                reason: "DAPR_PUBSUB_FORBIDDEN")
        }
        if request.body.count > context.bodyLimit { throw failed(topic, "stream too large") }
    }

    /// The failure of a publish that the broker may or may not have taken.
    public static func failed(_ topic: String, _ message: String) -> SidecarError {
        SidecarError(
            500, "ERR_PUBSUB_PUBLISH_MESSAGE", "error when publish to topic \(topic): \(message)",
            reason: "DAPR_PUBSUB_PUBLISH_MESSAGE")
    }

    private static func isRaw(_ request: SidecarRequest) throws(SidecarError) -> Bool {
        switch request.metadata["rawPayload"]?.lowercased() {
        case nil, "false", "f", "0": return false
        case "true", "t", "1": return true
        case let other?:
            throw SidecarError(
                400, "ERR_PUBSUB_REQUEST_METADATA", "rawPayload '\(other)' is neither true nor false",
                reason: "DAPR_PUBSUB_METADATA_DESERIALIZATION")
        }
    }
}

extension SidecarPublish {
    /// The partition that the request names, nil when it names none; throws `SidecarError` for one that there is not.
    package func partition(of count: Int) throws(SidecarError) -> Int? {
        guard let text = metadata["partitionNumber"] else { return nil }
        guard let number = Int(text), (0..<count).contains(number) else {
            throw SidecarPublish.failed(topic, "partition number '\(text)' is not from 0 to \(count - 1)")
        }
        return number
    }

    /// What the broker keeps beside the event: every metadata entry of the request, by lower-case name.
    package var recordHeaders: [String: String] {
        Dictionary(metadata.map { ($0.key.lowercased(), $0.value) }) { $1 }
    }
}

internal import CivilTime

extension SidecarPublish {
    /// The CloudEvent: the application's own when the content type says so, else one made around the body.
    static func envelope(
        of request: SidecarRequest, _ component: String, _ topic: String, _ context: Context
    ) throws(SidecarError) -> SidecarJSON {
        var members: [String: SidecarJSON]
        if request.contentType == "application/cloudevents+json" {
            guard let own = SidecarJSON(request.body)?.members else {
                throw SidecarError(
                    500, "ERR_PUBSUB_CLOUD_EVENTS_SER", "the body is no CloudEvent in JSON",
                    reason: "DAPR_PUBSUB_CLOUD_EVENTS_SER")
            }
            members = own.merging(defaults(request, source: "Dapr", context)) { given, _ in given }
        } else {
            members = defaults(request, source: context.appID, context)
            members["id"] = .string(context.makeID())
            members["datacontenttype"] = .string(request.contentType ?? "text/plain")
            setData(of: request, in: &members)
            override(by: request.metadata, in: &members)
        }
        members["topic"] = .string(topic)
        members["pubsubname"] = .string(component)
        if let lifetime = lifetime(request.metadata) {
            members["expiration"] = .string((context.now + lifetime).rfc3339)
        }
        return .object(members)
    }

    /// The attributes that a passed-through event gets when it has none of its own; an `id` is not among them.
    private static func defaults(
        _ request: SidecarRequest, source: String, _ context: Context
    ) -> [String: SidecarJSON] {
        let trace = SidecarJSON.string(request.headers["traceparent"] ?? "")
        let seconds = context.now.millisecondsSinceEpoch / 1_000
        let now = Timestamp(millisecondsSinceEpoch: seconds * 1_000)
        return [
            "source": .string(source), "specversion": .string("1.0"), "type": .string("com.dapr.event.sent"),
            "time": .string(now.rfc3339), "traceid": trace, "traceparent": trace,
            "tracestate": .string(request.headers["tracestate"] ?? ""),
        ]
    }

    private static func setData(of request: SidecarRequest, in members: inout [String: SidecarJSON]) {
        let text = SidecarJSON.string(String(decoding: request.body, as: UTF8.self))
        switch request.contentType {
        case "application/json": members["data"] = SidecarJSON(request.body) ?? text
        case "application/octet-stream", "application/cloudevents+protobuf":
            members["data_base64"] = .string(Base64.encode(request.body))
        default: members["data"] = text
        }
    }

    private static func override(by metadata: [String: String], in members: inout [String: SidecarJSON]) {
        let allowed: Set = ["id", "source", "type", "subject", "traceid", "traceparent", "tracestate"]
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let name = name.lowercased()
            guard name.hasPrefix("cloudevent."), allowed.contains(String(name.dropFirst(11))) else { continue }
            members[String(name.dropFirst(11))] = .string(value)
        }
    }

    private static func lifetime(_ metadata: [String: String]) -> Duration? {
        guard let text = metadata["ttlInSeconds"] ?? metadata["ttl"] else { return nil }
        return Int64(text).map(Duration.seconds) ?? GoDuration.parse(text)
    }
}

/// What a request to publish several events becomes.
package struct SidecarBulkPublish: Sendable {
    /// One event and the name that the application gave it.
    package struct Entry: Sendable {
        /// The application's name for it.
        package let entryID: String
        /// The event.
        package let event: SidecarPublish
    }

    /// The events, in the order of the request.
    package let entries: [Entry]

    /// The events that a request to `/v1.0/publish/bulk/{component}/{topic}` stores; throws `SidecarError`.
    ///
    /// Whole numbers of JSON events are damaged beyond 2^53, other than when they are published one by one.
    package init(_ request: SidecarRequest, in context: SidecarPublish.Context) throws(SidecarError) {
        var single = request
        single.path = "/v1.0/publish/" + request.path.split(separator: "/").dropFirst(3).joined(separator: "/")
        single.body = []
        // The checks of component and topic come before those of the body.
        let topic = try SidecarPublish(single, in: context).topic
        if request.body.count > context.bodyLimit { throw SidecarPublish.failed(topic, "stream too large") }
        guard let elements = SidecarJSON(request.body)?.elements else {
            throw SidecarBulkPublish.malformed(topic, "the body is no array of entries")
        }
        var entries: [Entry] = []
        for element in elements {
            guard let id = element["entryId"]?.text, !id.isEmpty, !entries.contains(where: { $0.entryID == id }) else {
                throw SidecarBulkPublish.malformed(topic, "an entryId is missing or not unique")
            }
            entries.append(
                Entry(entryID: id, event: try SidecarBulkPublish.event(element, id, single, topic, context)))
        }
        self.entries = entries
    }

    /// What the component has in the query lies over what an entry has of its own.
    private static func event(
        _ entry: SidecarJSON, _ id: String, _ request: SidecarRequest, _ topic: String,
        _ context: SidecarPublish.Context
    ) throws(SidecarError) -> SidecarPublish {
        var single = request
        let type = entry["contentType"]?.text ?? ""
        for (name, value) in entry["metadata"]?.members ?? [:] {
            guard let text = value.text else { throw malformed(topic, "metadata of entry \(id) is no string") }
            if single.query["metadata." + name] == nil { single.query["metadata." + name] = text }
        }
        single.headers["content-type"] = type
        guard let body = body(entry["event"], type) else {
            throw malformed(topic, "the event of entry \(id) does not fit its content type '\(type)'")
        }
        single.body = body
        return try SidecarPublish(single, in: context)
    }

    private static func body(_ event: SidecarJSON?, _ type: String) -> [UInt8]? {
        guard let event else { return nil }
        let kind = type.prefix { $0 != ";" }.lowercased()
        switch kind {
        case "application/json", "application/cloudevents+json": return event.throughDoubles.bytes
        case "application/octet-stream": return event.text.flatMap(Base64.decode)
        case "application/xml": return event.text.map { Array($0.utf8) }
        default: return kind.hasPrefix("text/") ? event.text.map { Array($0.utf8) } : nil
        }
    }

    private static func malformed(_ topic: String, _ message: String) -> SidecarError {
        SidecarError(
            400, "ERR_PUBSUB_EVENTS_SER", "error when unmarshaling the request for topic \(topic): \(message)",
            reason: "DAPR_PUBSUB_EVENTS_SER")
    }

    /// The answer when those entries were not stored.
    package func answer(_ failures: [(entryID: String, error: SidecarError)]) -> SidecarResponse {
        guard !failures.isEmpty else { return .noContent }
        let failed = failures.map { failure in
            SidecarJSON.object(["entryId": .string(failure.entryID), "error": .string(failure.error.message)])
        }
        return .json(
            .object(["failedEntries": .array(failed), "errorCode": .string("ERR_PUBSUB_PUBLISH_MESSAGE")]), status: 500)
    }
}

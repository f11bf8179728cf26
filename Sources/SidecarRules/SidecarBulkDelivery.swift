/// Several events brought to the application in one request.
package struct SidecarBulkDelivery: Sendable {
    /// One event of the request.
    package struct Entry: Sendable {
        /// Its name in the request, not unique across requests.
        package var entryID: String
        /// The event; nil when what was stored is no JSON.
        package var event: SidecarJSON?
        /// What the broker keeps beside it.
        package var metadata: [String: String]

        /// An entry with every field given.
        package init(entryID: String, event: SidecarJSON?, metadata: [String: String]) {
            self.entryID = entryID
            self.event = event
            self.metadata = metadata
        }
    }

    /// Why events are dropped whose path the application does not know; such ones do not become dead letters.
    package static let unknownPath: String = "the application answered 404"

    /// Identifier of the request.
    package let id: String
    /// Topic.
    package let topic: String
    /// Name of the pub/sub component.
    package let component: String
    /// The events.
    package let entries: [Entry]

    /// A request with every field given.
    package init(id: String, topic: String, component: String, entries: [Entry]) {
        self.id = id
        self.topic = topic
        self.component = component
        self.entries = entries
    }

    /// The request's body; whole numbers of events beyond 2^53 are damaged.
    package var body: [UInt8] {
        let told = entries.map { entry in
            SidecarJSON.object([
                "entryId": .string(entry.entryID), "event": (entry.event ?? .null).throughDoubles,
                "metadata": .object(entry.metadata.mapValues(SidecarJSON.string)),
                "contentType": .string("application/cloudevents+json"),
            ])
        }
        return SidecarJSON.object([
            "id": .string(id), "type": .string("com.dapr.event.sent.bulk"), "topic": .string(topic),
            "pubsubname": .string(component), "metadata": .object(["pubsubName": .string(component)]),
            "entries": .array(told),
        ]).bytes
    }

    /// What the application's answer means for each event, in the order of the request; nil is no answer at all.
    package func verdicts(on response: SidecarResponse?) -> [SidecarDelivery.Verdict] {
        if response?.status == 404 { return entries.map { _ in .dropped(reason: SidecarBulkDelivery.unknownPath) } }
        guard let response, response.isSuccess, let statuses = SidecarJSON(response.body)?["statuses"]?.elements else {
            return entries.map { _ in .retry(reason: "the application did not tell what became of the events") }
        }
        return entries.map { entry in
            let status = statuses.last { $0["entryId"]?.text == entry.entryID }?["status"]?.text
            switch status {
            case "SUCCESS": return .acknowledged
            case "DROP": return .dropped(reason: "the application answered DROP")
            case "RETRY", "", nil: return .retry(reason: "the application answered RETRY or nothing")
            case let unknown?: return .retry(reason: "unknown status '\(unknown)'")
            }
        }
    }
}

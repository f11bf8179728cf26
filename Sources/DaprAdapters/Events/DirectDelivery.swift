public import ServicePorts

/// Answers a topic's deliveries from their bytes, where all of a request's events can be read by their shape and are
/// taken at once.
///
/// It answers what the subscription's own handler would answer for events that are handled, and nothing else: whatever
/// differs is for that handler.
public struct DirectDelivery<Event>: Sendable {
    /// The path that the events come to, as it is sent.
    public let path: String
    private let settings: DaprCallbackSettings
    private let single: JSONShapeTable
    private let bulk: JSONShapeTable
    private let read: @Sendable (JSONShapeReader) -> Event?
    private let take: @Sendable ([Event]) -> Void

    /// The deliveries of a topic to a consumer group.
    ///
    /// `shape` is that of an event with its envelope, whose notes leave the last place free; `read` makes an event of
    /// what a reader just took, and answers nil for one that is not to be taken so; `take` takes the events of one
    /// request.
    public init(
        of topic: String, to group: String, _ settings: DaprCallbackSettings, reading shape: JSONShape,
        _ read: @escaping @Sendable (JSONShapeReader) -> Event?, take: @escaping @Sendable ([Event]) -> Void
    ) {
        path = settings.path(ofTopic: topic, group: group)
        self.settings = settings
        single = JSONShapeTable(shape)
        bulk = JSONShapeTable(DirectDelivery.bulk(of: shape))
        self.read = read
        self.take = take
    }

    /// JSON to answer with, status 200; nil when nothing was taken and the request is for the subscription's handler.
    ///
    /// `token` is empty for a request that shows none, `contentType` for one that tells none.
    public func answer(token: String, contentType: String, _ body: UnsafeRawBufferPointer) -> [UInt8]? {
        guard settings.accepts(token: token) else { return nil }
        var reader = JSONShapeReader(body)
        if contentType.hasPrefix("application/json") { return answerBulk(&reader) }
        guard reader.takeAll(single), let event = read(reader) else { return nil }
        take([event])
        return EventVerdict.success.response.body
    }

    private func answerBulk(_ reader: inout JSONShapeReader) -> [UInt8]? {
        var events: [Event] = []
        var answer = Array("{\"statuses\":[".utf8)
        let isRead = reader.takeAll(bulk) { entry in
            guard let event = read(entry) else { return false }
            if !events.isEmpty { answer.append(UInt8(ascii: ",")) }
            events.append(event)
            answer += "{\"entryId\":".utf8
            answer += entry.slice(at: DirectDelivery.entryID)
            answer += ",\"status\":\"SUCCESS\"}".utf8
            return true
        }
        guard isRead, !events.isEmpty else { return nil }
        take(events)
        answer += "]}".utf8
        return answer
    }

    private static var entryID: Int { JSONShapeReader.placeCount - 1 }

    private static func bulk(of event: JSONShape) -> JSONShape {
        let entry = JSONShape.object(
            [.required("entryId", .plainText, notedAs: entryID), .required("event", event)], isOpen: true)
        return .object([.required("entries", .toldList(entry))], isOpen: true)
    }
}

internal import CivilTime
internal import ServicePorts
internal import TodoDomain

/// What is sent of an event, in the form of Standard Webhooks.
struct WebhookBody: Encodable {
    private let event: CloudEvent<TaskEvent>

    /// The bytes for an event; throws `EncodingError`.
    static func bytes(of event: CloudEvent<TaskEvent>) throws -> [UInt8] {
        try JSONCodec.encode(WebhookBody(event: event))
    }

    private enum CodingKeys: String, CodingKey {
        case type, timestamp, sequence, data
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("task.\(event.data.eventType.rawValue)", forKey: .type)
        try container.encode(event.time, forKey: .timestamp)
        try container.encode(event.sequence, forKey: .sequence)
        try container.encode(event.data, forKey: .data)
    }
}

/// A named stream of events whose payloads have one type; carries its own codec so that a bus may skip encoding.
public struct Topic<Payload: Codable & Sendable>: Sendable {
    /// Name at the broker.
    public let name: String

    /// A topic of that name.
    public init(_ name: String) {
        self.name = name
    }

    /// Structured CloudEvents JSON of the event; throws `EncodingError`.
    public func encode(_ event: CloudEvent<Payload>) throws -> [UInt8] {
        try JSONCodec.encode(event)
    }

    /// The event in structured CloudEvents JSON; throws `DecodingError`.
    public func decode(_ bytes: [UInt8]) throws -> CloudEvent<Payload> {
        try JSONCodec.decode(CloudEvent<Payload>.self, from: bytes)
    }
}

internal import ServicePorts

/// The id in a structured CloudEvent, whatever the rest of it holds.
struct EventIdentity: Decodable {
    let id: String

    /// The id of the event in these bytes; nil for bytes that are no event.
    static func id(in bytes: [UInt8]) -> String? {
        (try? JSONCodec.decode(EventIdentity.self, from: bytes))?.id
    }
}

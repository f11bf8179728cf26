internal import SidecarRules

/// An event that a sidecar published: its bytes, read once for everybody who gets it.
final class SidecarRecord: EventRecord, @unchecked Sendable {
    private let bytes: [UInt8]
    /// The bytes as JSON; nil when they are none.
    let event: SidecarJSON?

    init(_ published: SidecarPublish, partitionKey: String) {
        bytes = published.bytes
        event = published.event ?? SidecarJSON(published.bytes)
        super.init(id: event?["id"]?.text ?? "without an id", partitionKey: partitionKey)
    }

    override func encoded() throws -> [UInt8] {
        bytes
    }
}

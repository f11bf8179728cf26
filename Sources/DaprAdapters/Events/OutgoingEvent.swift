internal import ServicePorts

/// An event on its way to the sidecar.
struct OutgoingEvent: Sendable {
    /// The key as the broker and every record header may carry it.
    let partitionKey: String
    /// The CloudEvent in JSON.
    let bytes: [UInt8]

    /// An event with its key made legal for a header.
    ///
    /// The key comes back to the application as an HTTP header, and one that is not legal there would stop its
    /// partition for ever. So everything but visible ASCII is percent-encoded; different keys stay different.
    init(partitionKey: String, bytes: [UInt8]) {
        self.partitionKey = DaprPath.encode(partitionKey) { (0x21...0x7E).contains($0) && $0 != 0x25 }
        self.bytes = bytes
    }

    static let contentType = "application/cloudevents+json"

    /// The component's metadata; an empty key is none.
    var metadata: [String: String] {
        partitionKey.isEmpty ? [:] : ["partitionKey": partitionKey]
    }

    /// The event as an entry of a bulk request.
    func bulkEntry(id: Int) -> [UInt8] {
        var entry = Array("{\"entryId\":\"\(id)\",\"contentType\":\"\(OutgoingEvent.contentType)\",\"metadata\":{".utf8)
        if !partitionKey.isEmpty {
            // Visible ASCII, of which JSON escapes two characters: no encoder is needed, and there are many entries.
            entry += Array("\"partitionKey\":\"".utf8)
            for byte in partitionKey.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { entry.append(UInt8(ascii: "\\")) }
                entry.append(byte)
            }
            entry.append(UInt8(ascii: "\""))
        }
        entry += Array("},\"event\":".utf8)
        entry += bytes
        entry.append(UInt8(ascii: "}"))
        return entry
    }
}

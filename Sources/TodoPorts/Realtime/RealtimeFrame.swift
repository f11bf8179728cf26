internal import ServicePorts
internal import Synchronization

/// A message on its way to sockets: encoded once, when first needed, however many sockets get it.
public final class RealtimeFrame: Sendable {
    /// What is said.
    public let message: ServerMessage
    private let cache: Mutex<[UInt8]?> = .init(nil)

    /// A frame of that message.
    public init(_ message: ServerMessage) {
        self.message = message
    }

    /// UTF-8 JSON of the message; throws `EncodingError`.
    public func encoded() throws -> [UInt8] {
        try cache.withLock { cached in
            if let cached { return cached }
            let bytes = try JSONCodec.encode(message)
            cached = bytes
            return bytes
        }
    }
}

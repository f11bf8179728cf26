internal import NIOCore
internal import NIOWebSocket

/// Puts the fragments of text messages together, within bounds.
struct MessageAssembler {
    private let limits: WebSocketLimits
    private var fragments: ByteBuffer?
    private var fragmentCount = 0
    private var isCompressed = false
    private let inflates: Bool

    /// Messages within those limits, which may be compressed if `inflates`.
    init(limits: WebSocketLimits, inflates: Bool = false) {
        self.limits = limits
        self.inflates = inflates
    }

    /// Takes a text, binary or continuation frame; answers the message that it completes, nil when more must come;
    /// throws `WebSocketViolation`.
    mutating func take(_ frame: WebSocketFrame) throws(WebSocketViolation) -> String? {
        switch frame.opcode {
        case .binary: throw .binary
        case .text:
            guard fragments == nil else { throw .protocolError("a message began inside another") }
            fragments = ByteBuffer()
            fragmentCount = 0
            isCompressed = inflates && frame.rsv1
        case .continuation:
            guard fragments != nil else { throw .protocolError("a continuation without a beginning") }
        default: throw .protocolError("no such kind of frame")
        }
        return try append(frame)
    }

    private mutating func append(_ frame: WebSocketFrame) throws(WebSocketViolation) -> String? {
        var data = frame.unmaskedData
        let bytes = (fragments?.readableBytes ?? 0) + data.readableBytes
        guard bytes <= limits.messageBytes else {
            throw .tooLarge("a message has at most \(limits.messageBytes) bytes")
        }
        fragmentCount += 1
        guard fragmentCount <= limits.fragmentsPerMessage else {
            throw .tooLarge("a message has at most \(limits.fragmentsPerMessage) fragments")
        }
        fragments?.writeBuffer(&data)
        guard frame.fin, let whole = fragments else { return nil }
        fragments = nil
        guard isCompressed else { return try text(whole.readableBytesView) }
        return try text(try MessageInflater.shared.inflate(whole, atMost: limits.messageBytes))
    }

    private func text(_ bytes: some Collection<UInt8>) throws(WebSocketViolation) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidText }
        return text
    }
}

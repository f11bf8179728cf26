internal import NIOCore

/// The answer to a client's close frame: its own code, or a protocol error when the frame is malformed (RFC 6455).
struct PeerClose: Equatable {
    /// Code to answer with; nil when the client gave none.
    let code: UInt16?
    /// Reason to answer with.
    let reason: String

    /// The answer to a close frame of that payload.
    init(_ payload: ByteBuffer) {
        var payload = payload
        guard payload.readableBytes > 0 else {
            (code, reason) = (nil, "")
            return
        }
        guard let given = payload.readInteger(as: UInt16.self), PeerClose.mayBeSent(given) else {
            (code, reason) = (1002, "the close code is malformed")
            return
        }
        guard String(validating: payload.readableBytesView, as: UTF8.self) != nil else {
            (code, reason) = (1007, "the close reason is not UTF-8")
            return
        }
        (code, reason) = (given, "")
    }

    /// Codes that may stand in a frame: those that are defined for it, and those for libraries and applications.
    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

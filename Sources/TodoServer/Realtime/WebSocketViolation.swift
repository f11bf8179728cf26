internal import NIOWebSocket
internal import TodoPorts

/// Why a connection is closed because of what its client sent: a close code and a reason.
struct WebSocketViolation: Error, Equatable, Sendable {
    let code: CloseCode
    let reason: String

    /// RFC 6455 was not followed.
    static func protocolError(_ reason: String) -> WebSocketViolation {
        .init(.init(rawValue: 1002), reason)
    }

    /// A kind of message that is not taken here.
    static let binary: WebSocketViolation = .init(
        .init(rawValue: 1003), "binary messages are not taken; send JSON text")

    /// Text that is no UTF-8.
    static let invalidText: WebSocketViolation = .init(.init(rawValue: 1007), "the text is not UTF-8")

    /// A compressed message that is none.
    static let invalidCompression: WebSocketViolation = .init(
        .init(rawValue: 1007), "the compressed message is broken")

    /// More than is taken.
    static func tooLarge(_ reason: String) -> WebSocketViolation {
        .init(.init(rawValue: 1009), reason)
    }

    /// More messages than may wait at once.
    static func tooMany(_ most: Int) -> WebSocketViolation {
        .init(.tooManyMessages, "more than \(most) messages wait; reconnect, and send again what has no answer")
    }

    /// Pings without end.
    static let flood: WebSocketViolation = .init(.controlFlood, "too many pings and pongs; reconnect and send fewer")

    /// What the frame decoder found wrong.
    init(_ error: NIOWebSocketError, messageBytes: Int) {
        switch error {
        case .invalidFrameLength: self = .tooLarge("a message has at most \(messageBytes) bytes")
        case .fragmentedControlFrame: self = .protocolError("control frames come in one piece")
        case .multiByteControlFrameLength: self = .protocolError("control frames have at most 125 bytes")
        }
    }

    init(_ code: CloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

/// The port of one client's connection, as the realtime service sees it.
public protocol RealtimeConnection: Sendable {
    /// Unique among the connections of this process.
    var id: UInt64 { get }

    /// True for one that stays until an end goes, false for one that lasts as long as a request.
    var isLasting: Bool { get }

    /// Queues a frame without waiting; frames arrive in the order queued or not at all.
    func send(_ frame: RealtimeFrame) -> SendOutcome

    /// Says goodbye with a close code and a reason, after the frames already queued if they still fit.
    func close(_ code: CloseCode, reason: String)
}

extension RealtimeConnection {
    /// True, as of most.
    public var isLasting: Bool { true }
}

/// What became of a frame handed to a connection.
public enum SendOutcome: Sendable, Equatable {
    /// It is on its way.
    case queued
    /// The client is too slow: the buffer is full, the frame was not taken.
    case overflow
    /// The connection is gone.
    case closed
}

/// WebSocket close codes of the protocol: 4000 to 4499 mean reconnect, 4500 to 4999 mean stop.
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The code on the wire.
    public let rawValue: UInt16

    /// The code of that number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The server is going away; reconnect to another.
    public static let goingAway: CloseCode = .init(rawValue: 1001)
    /// No authentication in time; reconnect.
    public static let authenticationTimeout: CloseCode = .init(rawValue: 4408)
    /// The changes cannot be served now; reconnect.
    public static let insufficientState: CloseCode = .init(rawValue: 4410)
    /// More messages of the client wait than may; reconnect and send again what has no answer.
    public static let tooManyMessages: CloseCode = .init(rawValue: 4413)
    /// The client reads too slowly; reconnect and resume.
    public static let slowConsumer: CloseCode = .init(rawValue: 4411)
    /// Pings or pongs without end; reconnect and send fewer.
    public static let controlFlood: CloseCode = .init(rawValue: 4414)
    /// The user has as many connections open as may be; reconnect later.
    public static let tooManyConnections: CloseCode = .init(rawValue: 4429)
    /// A frame is malformed or out of place; stop.
    public static let malformedFrame: CloseCode = .init(rawValue: 4500)
    /// The token is missing, malformed or expired; stop.
    public static let invalidToken: CloseCode = .init(rawValue: 4501)
    /// The token is not for this; stop.
    public static let forbidden: CloseCode = .init(rawValue: 4503)
}

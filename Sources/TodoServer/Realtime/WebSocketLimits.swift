/// Bounds of one WebSocket connection.
struct WebSocketLimits: Sendable {
    /// The longest message taken, in bytes, whole or in fragments.
    var messageBytes = 64 * 1_024
    /// True when messages are compressed for clients that offer it.
    var compresses = false
    /// The most fragments of one message.
    var fragmentsPerMessage = 64
    /// The most messages that wait to be looked at.
    var waitingMessages = 32
    /// The most frames that wait to be written.
    var outgoingFrames = 4_096
    /// The most bytes that wait to be written.
    var outgoingBytes = 4 * 1_024 * 1_024
    /// Pause between two pings.
    var heartbeat: Duration = .seconds(25)
    /// Pings without an answer after which the connection is dropped.
    var missedPongs = 2
    /// The most pings, and pongs, of a client between two pings of ours.
    var controlFrames = 250
    /// Time to authenticate.
    var authentication: Duration = .seconds(30)
    /// Time for the other side to answer a close frame.
    var closing: Duration = .seconds(5)
}

internal import CivilTime
internal import Metrics
internal import NIOCore
internal import Synchronization
internal import TodoPorts

/// One client's WebSocket as the realtime service sees it.
///
/// Frames may be sent from any thread; none waits.
final class WebSocketConnection: RealtimeConnection, @unchecked Sendable {
    private static let lastID = Atomic<UInt64>(0)
    private static let sharedBytes = SharedFrameBytes(ServerFrame.text)
    private static let compressedBytes = SharedFrameBytes(ServerFrame.compressedText)
    private static let sent = Counter(label: "websocket_frames_sent")
    private static let refused = Counter(label: "websocket_frames_refused")

    let id: UInt64
    /// Text messages of the client, in order; ends when the connection does.
    let messages: AsyncStream<String>
    /// The token that came with the handshake; empty when what came was none.
    let bearerToken: String?
    /// True when messages may be compressed, in both directions.
    let compresses: Bool
    /// Writes to the socket.
    let writer: SocketWriter

    private let channel: any Channel
    private let incoming: AsyncStream<String>.Continuation

    /// A connection over a registered channel, whose event loop makes it.
    init(channel: any Channel, limits: WebSocketLimits, bearerToken: String? = nil, compresses: Bool = false) {
        self.channel = channel
        self.bearerToken = bearerToken
        self.compresses = compresses
        id = WebSocketConnection.nextID()
        writer = SocketWriter(channel: channel, limits: limits)
        (messages, incoming) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.waitingMessages))
    }

    /// An identity for a connection, like none before in this process.
    static func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    var eventLoop: any EventLoop { channel.eventLoop }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        let shared = compresses ? WebSocketConnection.compressedBytes : WebSocketConnection.sharedBytes
        guard let bytes = try? shared.bytes(of: frame) else { return .closed }
        let outcome = writer.send(bytes, frames: 1)
        (outcome == .overflow ? WebSocketConnection.refused : WebSocketConnection.sent).increment()
        return outcome
    }

    func close(_ code: CloseCode, reason: String) {
        guard writer.stop() else { return }
        trigger(.close(code, reason: reason))
    }

    /// Sends frames that a small room shares.
    ///
    /// A client that has no room for them is closed.
    func deliver(_ bytes: ByteBuffer, frames: Int) {
        note(writer.send(bytes, frames: frames), frames)
    }

    /// Sends frames that a large room shares, on the event loop; `taken` is how many bytes the kernel took of them
    /// already, nil when nobody tried.
    ///
    /// A client that has no room for them is closed.
    func deliver(_ bytes: ByteBuffer, frames: Int, after taken: Int?) {
        note(writer.deliver(bytes, frames: frames, after: taken), frames)
    }

    private func note(_ outcome: SendOutcome, _ frames: Int) {
        guard outcome == .overflow else { return }
        WebSocketConnection.refused.increment(by: frames)
        close(.slowConsumer, reason: "the client reads too slowly; reconnect and resume")
    }

    /// Tells the session that the client is known until its token expires, after which it is closed.
    func authenticated(for remaining: Duration) {
        trigger(.authenticated(remaining))
    }

    /// Hands a message to whoever serves the connection; false when too many wait already.
    func received(_ message: String) -> Bool {
        if case .dropped = incoming.yield(message) { return false }
        return true
    }

    /// Ends the connection: nothing can be sent and no message comes any more.
    func ended() {
        _ = writer.stop()
        incoming.finish()
    }

    private func trigger(_ order: WebSocketOrder) {
        channel.pipeline.triggerUserOutboundEvent(order, promise: nil)
    }
}

/// What the connection asks of the session, which lives on the socket's event loop.
enum WebSocketOrder: Sendable {
    /// Say goodbye.
    case close(CloseCode, reason: String)
    /// The client is known for this long.
    case authenticated(Duration)
}

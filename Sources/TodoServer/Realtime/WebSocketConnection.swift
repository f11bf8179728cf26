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
    private static let sharedBytes = SharedFrameBytes()
    private static let sent = Counter(label: "websocket_frames_sent")
    private static let refused = Counter(label: "websocket_frames_refused")

    let id: UInt64
    /// Text messages of the client, in order; ends when the connection does.
    let messages: AsyncStream<String>
    /// The token that came with the handshake; empty when what came was none.
    let bearerToken: String?
    /// Touched on the event loop alone.
    let writer: SocketWriter

    private let channel: any Channel
    private let queue: Mutex<OutgoingQueue>
    private let incoming: AsyncStream<String>.Continuation

    /// A connection over a registered channel, whose event loop makes it.
    init(channel: any Channel, limits: WebSocketLimits, bearerToken: String? = nil) {
        self.channel = channel
        self.bearerToken = bearerToken
        id = WebSocketConnection.nextID()
        writer = SocketWriter(channel: channel)
        queue = Mutex(OutgoingQueue(limits: limits))
        (messages, incoming) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.waitingMessages))
    }

    /// An identity for a connection, like none before in this process.
    static func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    var eventLoop: any EventLoop { channel.eventLoop }

    func send(_ frame: RealtimeFrame) -> SendOutcome {
        guard let bytes = try? WebSocketConnection.sharedBytes.bytes(of: frame) else { return .closed }
        let (outcome, mustWake) = queue.withLock { $0.append(bytes, frames: 1) }
        if mustWake { trigger(.flush) }
        (outcome == .overflow ? WebSocketConnection.refused : WebSocketConnection.sent).increment()
        return outcome
    }

    func close(_ code: CloseCode, reason: String) {
        guard queue.withLock({ $0.close() }) else { return }
        trigger(.close(code, reason: reason))
    }

    /// Sends frames that a room shares, on the event loop, of which the kernel took so many bytes already.
    ///
    /// A client that has no room for them is closed.
    func deliver(_ bytes: ByteBuffer, frames: Int, after taken: Int) {
        // Whatever was sent to this connection alone was sent before it joined the room, and was flushed by now.
        if writer.direct != nil { return writer.writeRest(of: bytes, after: taken) }
        let (outcome, mustWake) = queue.withLock { $0.append(bytes, frames: frames) }
        if mustWake { flush() }
        guard outcome == .overflow else { return }
        WebSocketConnection.refused.increment(by: frames)
        close(.slowConsumer, reason: "the client reads too slowly; reconnect and resume")
    }

    /// Writes what waits, on the event loop.
    func flush() {
        let waiting = queue.withLock { $0.takeAll() }
        guard waiting.frames > 0 else { return }
        let bytes = waiting.buffers.reduce(0) { $0 + $1.readableBytes }
        writer.write(waiting.buffers) { [self] in
            queue.withLock { $0.wrote(frames: waiting.frames, bytes: bytes) }
        }
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
        _ = queue.withLock { $0.close() }
        incoming.finish()
    }

    private func trigger(_ order: WebSocketOrder) {
        channel.pipeline.triggerUserOutboundEvent(order, promise: nil)
    }
}

/// What the connection asks of the session, which lives on the socket's event loop.
enum WebSocketOrder: Sendable {
    /// Write what waits.
    case flush
    /// Say goodbye.
    case close(CloseCode, reason: String)
    /// The client is known for this long.
    case authenticated(Duration)
}

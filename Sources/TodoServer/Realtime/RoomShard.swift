internal import Metrics
internal import NIOCore

/// The sockets of one room that live on one event loop.
///
/// Frames that come in the same turn of the loop are put together once and go to each socket in one system call: when
/// events come faster than they can be written one by one, the cost of a call is shared by ever more of them.
final class RoomShard: @unchecked Sendable {
    // Everything but the event loop is touched on the event loop alone.
    let eventLoop: any EventLoop
    private var sockets: ContiguousArray<WebSocketConnection> = []
    private var waiting = ByteBuffer()
    private var waitingFrames = 0

    /// Bytes that are written without waiting for the end of the turn.
    private static let mostWaitingBytes = 64 * 1_024
    private static let sent = Counter(label: "websocket_frames_sent")

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Does something on the event loop, at once when it is there already.
    ///
    /// All calls come from one lane, so those for one shard keep their order either way.
    func onLoop(_ body: @escaping @Sendable (RoomShard) -> Void) {
        if eventLoop.inEventLoop { body(self) } else { eventLoop.execute { body(self) } }
    }

    /// Whoever comes gets nothing of what was sent before.
    func add(_ socket: WebSocketConnection) {
        flush()
        sockets.append(socket)
    }

    /// Whoever goes still gets what was sent before.
    func remove(_ id: UInt64) {
        guard let index = sockets.firstIndex(where: { $0.id == id }) else { return }
        flush()
        sockets.swapAt(index, sockets.endIndex - 1)
        sockets.removeLast()
    }

    func deliver(_ frame: ByteBuffer) {
        waitingFrames += 1
        if waitingFrames == 1 {
            waiting = frame
            eventLoop.execute { self.flush() }
        } else {
            waiting.writeImmutableBuffer(frame)
        }
        if waiting.readableBytes >= RoomShard.mostWaitingBytes { flush() }
    }

    private func flush() {
        guard waitingFrames > 0 else { return }
        let (bytes, frames) = (waiting, waitingFrames)
        waiting = ByteBuffer()
        waitingFrames = 0
        for socket in sockets { socket.deliver(bytes, frames: frames) }
        RoomShard.sent.increment(by: frames * sockets.count)
    }
}

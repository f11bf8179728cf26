internal import Glibc
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
    /// For each socket the kernel's name of it while bytes may go straight there, else −1.
    ///
    /// Side by side, since looking for each socket in memory would take longer than all else that is done for it.
    private var descriptors: ContiguousArray<CInt> = []
    private var waiting = ByteBuffer()
    private var waitingFrames = 0
    private var lastFlush = (ended: NIODeadline.uptimeNanoseconds(0), took: TimeAmount.zero)

    /// Bytes that are written without waiting for the end of the turn.
    static let mostWaitingBytes = 64 * 1_024
    static let sent = Counter(label: "websocket_frames_sent")

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
        descriptors.append(-1)
        take(socket, at: sockets.endIndex - 1)
    }

    /// Whoever goes still gets what was sent before.
    func remove(_ id: UInt64) {
        guard let index = sockets.firstIndex(where: { $0.id == id }) else { return }
        flush()
        sockets[index].writer.onChange = nil
        sockets[index].writer.setOfLoopAlone(false)
        let last = sockets.endIndex - 1
        sockets.swapAt(index, last)
        sockets.removeLast()
        descriptors.removeLast()
        if index < last { take(sockets[index], at: index) }
    }

    func deliver(_ frame: ByteBuffer) {
        waitingFrames += 1
        if waitingFrames == 1 {
            waiting = frame
            planFlush()
        } else {
            waiting.writeImmutableBuffer(frame)
        }
        if waiting.readableBytes >= RoomShard.mostWaitingBytes { flush() }
    }

    /// Plans to write at the end of this turn, or a little later when writing the last time took long and has only just
    /// ended.
    ///
    /// Otherwise a room of many sockets would keep the loop busy event by event, and nothing could come meanwhile that
    /// might share the calls.
    private func planFlush() {
        let pause = min(.nanoseconds(lastFlush.took.nanoseconds / 4), RoomShard.longestPause)
        let over = lastFlush.ended + pause
        if over <= NIODeadline.now() {
            eventLoop.execute { self.flush() }
        } else {
            eventLoop.scheduleTask(deadline: over) { self.flush() }
        }
    }

    private static let longestPause = TimeAmount.milliseconds(5)

    /// Keeps what the socket's writer says of itself at that index.
    private func take(_ socket: WebSocketConnection, at index: Int) {
        descriptors[index] = socket.writer.direct ?? -1
        socket.writer.onChange = { [weak self] direct in self?.descriptors[index] = direct ?? -1 }
    }

    private func flush() {
        guard waitingFrames > 0 else { return }
        let began = NIODeadline.now()
        let (bytes, frames) = (waiting, waitingFrames)
        waiting = ByteBuffer()
        waitingFrames = 0
        bytes.withUnsafeReadableBytes { raw in
            for index in descriptors.indices {
                let descriptor = descriptors[index]
                let taken = descriptor < 0 ? nil : send(descriptor, raw.baseAddress, raw.count, SocketWriter.flags)
                if taken != raw.count { sockets[index].deliver(bytes, frames: frames, after: taken.map { max(0, $0) }) }
            }
        }
        RoomShard.sent.increment(by: frames * sockets.count)
        let ended = NIODeadline.now()
        lastFlush = (ended, ended - began)
    }
}

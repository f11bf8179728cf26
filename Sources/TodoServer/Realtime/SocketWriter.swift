internal import Glibc
internal import NIOCore
internal import Synchronization
internal import TodoPorts

/// Writes wire bytes to one socket, in the order of the calls, which may come from any thread.
///
/// While nothing waits the bytes go straight to the kernel, on the caller's thread: a walk through the pipeline costs
/// as much again as the system call leaves for everything else, and waking another thread costs more than the call
/// itself.
/// What the kernel does not take at once goes the channel's ordinary way, on its event loop, and so does all that
/// follows until that is written, so that nothing overtakes.
final class SocketWriter: @unchecked Sendable {
    // `onChange` and the channel are touched on the event loop alone.
    private struct State {
        /// The kernel's name of the socket, the writer's own; −1 for channels that have none, or once it is closed.
        ///
        /// The channel gives up its own name without asking, and the next connection would get it.
        var descriptor: CInt
        var queue: OutgoingQueue
        /// True once the last bytes are written or wait: what comes later is left out.
        var isFinished = false
        /// True while a room writes on the event loop without asking here.
        var isOfLoopAlone = false

        var direct: CInt? { queue.isEmpty && !isFinished && descriptor >= 0 ? descriptor : nil }
    }

    private let channel: any Channel
    private let state: Mutex<State>
    /// Told of each new value of `direct` that comes about on the event loop.
    var onChange: ((CInt?) -> Void)?

    /// A writer for a registered channel, whose event loop makes it.
    init(channel: any Channel, limits: WebSocketLimits) {
        self.channel = channel
        let own = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            OwnDescriptor.of($0)
        }
        state = Mutex(State(descriptor: own ?? -1, queue: OutgoingQueue(limits: limits)))
    }

    deinit {
        state.withLock { OwnDescriptor.close($0.descriptor) }
    }

    /// How `send` is called: it neither waits nor raises a signal.
    static let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

    /// The descriptor while the next bytes can go straight to the kernel, else nil.
    var direct: CInt? { state.withLock(\.direct) }

    /// From now on only the event loop writes to the kernel, or again anybody.
    func setOfLoopAlone(_ isOfLoopAlone: Bool) {
        state.withLock { $0.isOfLoopAlone = isOfLoopAlone }
    }

    /// Writes some whole frames if there is room for them.
    func send(_ bytes: ByteBuffer, frames: Int) -> SendOutcome {
        let (outcome, mustFlush) = state.withLock { state -> (SendOutcome, Bool) in
            guard state.queue.isOpen, !state.isFinished else { return (.closed, false) }
            guard let direct = state.direct, !state.isOfLoopAlone else {
                return state.queue.append(bytes, frames: frames)
            }
            guard let rest = SocketWriter.rest(of: bytes, to: direct) else { return (.queued, false) }
            return (.queued, state.queue.force(rest, frames: frames))
        }
        guard mustFlush else { return outcome }
        if channel.eventLoop.inEventLoop { flush() } else { channel.eventLoop.execute { self.flush() } }
        return outcome
    }

    /// Writes frames on the event loop if there is room for them, or without asking when the caller, who found nothing
    /// waiting, began to write them straight to the kernel; `taken` is how many bytes it took of them, else nil.
    func deliver(_ bytes: ByteBuffer, frames: Int, after taken: Int?) -> SendOutcome {
        let outcome = state.withLock { state -> SendOutcome in
            guard state.queue.isOpen || taken != nil, !state.isFinished else { return .closed }
            guard let taken else { return state.queue.append(bytes, frames: frames).outcome }
            _ = state.queue.force(SocketWriter.slice(bytes, after: taken), frames: frames, isRest: true)
            return .queued
        }
        if outcome == .queued { flush() }
        return outcome
    }

    /// Writes a control frame on the event loop; the closure, if any, is called once the kernel has it or never will.
    func write(_ bytes: ByteBuffer, isLast: Bool = false, onWritten: (() -> Void)? = nil) {
        let isQueued = state.withLock { state -> Bool in
            guard !state.isFinished else { return false }
            defer { if isLast { state.isFinished = true } }
            guard let direct = state.direct else {
                _ = state.queue.force(bytes, frames: 0)
                return true
            }
            guard let rest = SocketWriter.rest(of: bytes, to: direct) else { return false }
            _ = state.queue.force(rest, frames: 0)
            return true
        }
        if isQueued { flush(onWritten) } else { onWritten?() }
        if isLast { onChange?(nil) }
    }

    /// Hands to the channel what waits, on the event loop.
    func flush(_ onWritten: (() -> Void)? = nil) {
        let waiting = state.withLock { $0.queue.takeAll() }
        guard let last = waiting.buffers.last else { return onWritten?() ?? () }
        onChange?(nil)
        for buffer in waiting.buffers.dropLast() { channel.write(buffer, promise: nil) }
        let bytes = waiting.buffers.reduce(0) { $0 + $1.readableBytes }
        channel.writeAndFlush(last).assumeIsolated().whenComplete { result in
            let direct = self.state.withLock { state -> CInt? in
                state.queue.wrote(frames: waiting.frames, bytes: bytes)
                // The rest of a frame may be lost: nothing may follow it.
                if case .failure = result { state.isFinished = true }
                return state.direct
            }
            self.onChange?(direct)
            onWritten?()
        }
    }

    /// Takes no more frames; answers false when it was so before.
    func stop() -> Bool {
        state.withLock { $0.queue.close() }
    }

    /// The channel is no longer active; called on the event loop as soon as it is not.
    func closed() {
        let descriptor = state.withLock { state in
            defer { state.descriptor = -1 }
            return state.descriptor
        }
        OwnDescriptor.close(descriptor)
        onChange?(nil)
    }

    /// What the kernel leaves of the bytes; nil when it takes them all.
    ///
    /// A socket that is broken takes none: the channel's own write then fails and closes it in its own way.
    private static func rest(of bytes: ByteBuffer, to descriptor: CInt) -> ByteBuffer? {
        let taken = bytes.withUnsafeReadableBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
        return taken == bytes.readableBytes ? nil : slice(bytes, after: max(0, taken))
    }

    private static func slice(_ bytes: ByteBuffer, after taken: Int) -> ByteBuffer {
        bytes.getSlice(at: bytes.readerIndex + taken, length: bytes.readableBytes - taken) ?? bytes
    }
}

internal import Glibc
internal import NIOCore

/// Writes wire bytes to one socket, on its event loop.
///
/// While nothing waits the bytes go straight to the kernel: a walk through the pipeline costs as much again as the
/// system call leaves for everything else. What the kernel does not take at once goes the channel's ordinary way, and
/// so does all that follows until that is written, so that nothing overtakes.
final class SocketWriter {
    private let channel: any Channel
    /// The kernel's name of the socket; nil for channels that have none.
    private let descriptor: CInt?
    /// Bytes that the channel has yet to write.
    private var waitingBytes = 0 { didSet { noteChange() } }
    /// True once the last bytes are written: what comes later is left out.
    private var isFinished = false { didSet { noteChange() } }
    /// False once the channel is no longer active, from when on the descriptor can be anybody else's.
    private var isOpen = true { didSet { noteChange() } }
    /// Told of each new value of `direct`.
    var onChange: ((CInt?) -> Void)?

    /// A writer for a registered channel, whose event loop makes it.
    init(channel: any Channel) {
        self.channel = channel
        descriptor = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { $0 }
    }

    /// How `send` is called: it neither waits nor raises a signal.
    static let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

    /// The descriptor while the next bytes can go straight to the kernel, else nil.
    var direct: CInt? { waitingBytes == 0 && !isFinished && isOpen ? descriptor : nil }

    /// Writes in the order of the calls; the closure, if any, is called once the kernel has the bytes or never will.
    func write(_ bytes: ByteBuffer, onWritten: (() -> Void)? = nil) {
        guard !isFinished else { return onWritten?() ?? () }
        guard let direct else { return hand(bytes, onWritten) }
        let size = bytes.readableBytes
        let taken = bytes.withUnsafeReadableBytes { send(direct, $0.baseAddress, size, SocketWriter.flags) }
        guard taken < size else { return onWritten?() ?? () }
        // A socket that is broken fails the channel's own write, which then closes it in its own way.
        writeRest(of: bytes, after: max(0, taken), onWritten: onWritten)
    }

    /// Writes what the kernel left of bytes that went straight to it.
    func writeRest(of bytes: ByteBuffer, after taken: Int, onWritten: (() -> Void)? = nil) {
        guard !isFinished else { return onWritten?() ?? () }
        hand(bytes.getSlice(at: bytes.readerIndex + taken, length: bytes.readableBytes - taken) ?? bytes, onWritten)
    }

    /// Writes the last bytes of all.
    func finish(_ bytes: ByteBuffer, onWritten: (() -> Void)? = nil) {
        write(bytes, onWritten: onWritten)
        isFinished = true
    }

    /// Writes several at once.
    func write(_ buffers: [ByteBuffer], onWritten: @escaping () -> Void) {
        guard !isFinished else { return onWritten() }
        guard buffers.count > 1, let last = buffers.last else {
            return buffers.first.map { write($0, onWritten: onWritten) } ?? onWritten()
        }
        for buffer in buffers.dropLast() {
            note(buffer.readableBytes, channel.write(buffer), nil)
        }
        hand(last, onWritten)
    }

    /// The channel is no longer active; called as soon as it is not.
    func closed() {
        isOpen = false
    }

    private func noteChange() {
        onChange?(direct)
    }

    private func hand(_ bytes: ByteBuffer, _ onWritten: (() -> Void)?) {
        note(bytes.readableBytes, channel.writeAndFlush(bytes), onWritten)
    }

    private func note(_ size: Int, _ written: EventLoopFuture<Void>, _ onWritten: (() -> Void)?) {
        waitingBytes += size
        written.assumeIsolated().whenComplete { _ in
            self.waitingBytes -= size
            onWritten?()
        }
    }
}

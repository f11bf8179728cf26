internal import NIOCore
internal import TodoPorts

/// What waits to be written to one socket, within bounds.
struct OutgoingQueue {
    private let limits: WebSocketLimits
    /// Frames that no write has been begun for.
    private var waiting: [ByteBuffer] = []
    private var waitingFrames = 0
    private var unwrittenFrames = 0
    private var unwrittenBytes = 0
    private(set) var isOpen = true
    private var isWriterAwake = false

    init(limits: WebSocketLimits) {
        self.limits = limits
    }

    /// Takes the bytes of some frames if there is room; the flag says whether the writer must be woken for them.
    mutating func append(_ bytes: ByteBuffer, frames: Int) -> (outcome: SendOutcome, mustWake: Bool) {
        guard isOpen else { return (.closed, false) }
        guard unwrittenFrames + frames <= limits.outgoingFrames,
            unwrittenBytes + bytes.readableBytes <= limits.outgoingBytes
        else { return (.overflow, false) }
        return (.queued, force(bytes, frames: frames))
    }

    /// True when everything is written.
    var isEmpty: Bool { unwrittenFrames == 0 && unwrittenBytes == 0 }

    /// Takes bytes whether or not there is room: the rest of what was begun, which nothing that waits may come before,
    /// or what must be said; true when the writer must be woken for them.
    mutating func force(_ bytes: ByteBuffer, frames: Int, isRest: Bool = false) -> Bool {
        waiting.insert(bytes, at: isRest ? 0 : waiting.endIndex)
        waitingFrames += frames
        unwrittenFrames += frames
        unwrittenBytes += bytes.readableBytes
        defer { isWriterAwake = true }
        return !isWriterAwake
    }

    /// Hands over all that waits; the writer sleeps again.
    mutating func takeAll() -> (buffers: [ByteBuffer], frames: Int) {
        isWriterAwake = false
        defer {
            waiting = []
            waitingFrames = 0
        }
        return (waiting, waitingFrames)
    }

    /// Makes room for as much as was written.
    mutating func wrote(frames: Int, bytes: Int) {
        unwrittenFrames -= frames
        unwrittenBytes -= bytes
        assert(unwrittenFrames >= 0 && unwrittenBytes >= 0, "more was written than was queued")
    }

    /// Takes no more frames; answers false when it was closed before.
    mutating func close() -> Bool {
        defer { isOpen = false }
        return isOpen
    }
}

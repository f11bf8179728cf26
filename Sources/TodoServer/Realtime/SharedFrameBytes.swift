internal import NIOCore
internal import Synchronization
internal import TodoPorts

/// Wire bytes of realtime frames: when one frame goes to many sockets in a row, all of them share one buffer.
final class SharedFrameBytes: Sendable {
    private let last = Mutex<(frame: RealtimeFrame, bytes: ByteBuffer)?>(nil)

    /// The frame's wire bytes; throws `EncodingError`.
    func bytes(of frame: RealtimeFrame) throws -> ByteBuffer {
        if let known = last.withLock({ $0?.frame === frame ? $0?.bytes : nil }) { return known }
        let bytes = ServerFrame.text(try frame.encoded())
        last.withLock { $0 = (frame, bytes) }
        return bytes
    }
}

internal import NIOCore
internal import Synchronization
internal import TodoPorts

/// Wire bytes of realtime frames: when one frame goes to many sockets in a row, all of them share one buffer.
final class SharedFrameBytes: Sendable {
    private let make: @Sendable ([UInt8]) -> ByteBuffer
    private let last = Mutex<(frame: RealtimeFrame, bytes: ByteBuffer)?>(nil)

    /// Bytes as `make` makes them of a payload.
    init(_ make: @escaping @Sendable ([UInt8]) -> ByteBuffer) {
        self.make = make
    }

    /// The frame's wire bytes; throws `EncodingError`.
    func bytes(of frame: RealtimeFrame) throws -> ByteBuffer {
        if let known = last.withLock({ $0?.frame === frame ? $0?.bytes : nil }) { return known }
        let bytes = make(try frame.encoded())
        last.withLock { $0 = (frame, bytes) }
        return bytes
    }
}

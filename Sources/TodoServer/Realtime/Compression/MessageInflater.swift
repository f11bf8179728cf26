internal import CZlib
internal import NIOCore
internal import TodoPorts

/// Inflates messages, each by itself and no further than its bound.
struct MessageInflater: Sendable {
    static let shared = MessageInflater()

    /// What a sender leaves out at the end of each message: an empty block (RFC 7692, section 7.2.1).
    static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    private let pool = StreamPool {
        ZlibStream(
            begin: { inflateInit2_($0, -MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) },
            end: { inflateEnd($0) })
    }

    /// Bytes by which the output grows.
    private static let step = 4_096

    /// The message; throws `WebSocketViolation` when it is longer than `limit` bytes, or broken.
    func inflate(_ compressed: ByteBuffer, atMost limit: Int) throws(WebSocketViolation) -> [UInt8] {
        let message = try pool.with { stream throws(WebSocketViolation) in
            inflateReset(stream)
            var output: [UInt8] = []
            var isAtBlock = false
            for part in [Array(compressed.readableBytesView), MessageInflater.tail] {
                isAtBlock = try append(part, to: &output, stream, limit)
            }
            guard isAtBlock else { throw WebSocketViolation.invalidCompression }
            return output
        }
        guard let message else { throw WebSocketViolation(.insufficientState, "there is no memory for the message") }
        return message
    }

    /// Inflates a part of the message; true when it ends where a block does.
    private func append(
        _ part: [UInt8], to output: inout [UInt8], _ stream: UnsafeMutablePointer<z_stream>, _ limit: Int
    ) throws(WebSocketViolation) -> Bool {
        var done = 0
        var isAtBlock = false
        repeat {
            let taken = try turn(part[done...], &output, stream)
            guard output.count <= limit else { throw .tooLarge("a message has at most \(limit) bytes") }
            done += taken.count
            isAtBlock = stream.pointee.data_type & 128 != 0
            // A message may be of several streams, each with an end of its own (section 7.2.3.4).
            if taken.isEnd { inflateReset(stream) }
            if taken.isEnd { isAtBlock = true }
            if done == part.count, !taken.isFull { return isAtBlock }
        } while true
    }

    /// One call of zlib's, whose output has room for one step.
    private func turn(
        _ input: ArraySlice<UInt8>, _ output: inout [UInt8], _ stream: UnsafeMutablePointer<z_stream>
    ) throws(WebSocketViolation) -> (count: Int, isEnd: Bool, isFull: Bool) {
        var status = Z_OK
        var count = 0
        let written = [UInt8](unsafeUninitializedCapacity: MessageInflater.step) { room, filled in
            input.withUnsafeBufferPointer { bytes in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
                stream.pointee.avail_in = UInt32(bytes.count)
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(MessageInflater.step)
                status = CZlib.inflate(stream, Z_NO_FLUSH)
                count = bytes.count - Int(stream.pointee.avail_in)
                filled = MessageInflater.step - Int(stream.pointee.avail_out)
            }
        }
        output += written
        let isStuck = status == Z_BUF_ERROR && count == 0 && written.isEmpty && !input.isEmpty
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR, !isStuck else {
            throw .invalidCompression
        }
        return (count, status == Z_STREAM_END, written.count == MessageInflater.step)
    }
}

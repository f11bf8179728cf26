internal import CZlib

/// Compresses messages, each by itself.
struct MessageDeflater: Sendable {
    static let shared = MessageDeflater()

    private let pool = StreamPool {
        ZlibStream(
            begin: { stream in
                deflateInit2_(
                    stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, CInt(-CompressionAgreement.windowBits), memoryLevel,
                    Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
            }, end: { deflateEnd($0) })
    }
    private static let memoryLevel: CInt = 5

    /// What stands in the frame: the message deflated and flushed, without the flush's own four bytes; nil when there
    /// is no memory for it.
    func deflate(_ message: [UInt8]) -> [UInt8]? {
        pool.with { stream in
            deflateReset(stream)
            // The bound is of a stream with an end; a flush takes some bytes more.
            let room = Int(deflateBound(stream, UInt(message.count))) + 16
            return [UInt8](unsafeUninitializedCapacity: room) { output, count in
                message.withUnsafeBufferPointer { input in
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(room)
                    _ = CZlib.deflate(stream, Z_SYNC_FLUSH)
                }
                count = room - Int(stream.pointee.avail_out) - MessageInflater.tail.count
                assert(stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0, "the bound is no bound")
            }
        }
    }
}

internal import CZlib
internal import Synchronization

/// A stream of zlib's at a fixed address, as zlib demands.
final class ZlibStream: @unchecked Sendable {
    // Used by one thread at a time: whoever took it out of the pool.
    let raw: UnsafeMutablePointer<z_stream>
    private let end: @Sendable (UnsafeMutablePointer<z_stream>) -> Void

    /// A stream that `begin` sets up and `end` gives back; nil when there is no memory for it.
    init?(
        begin: (UnsafeMutablePointer<z_stream>) -> CInt,
        end: @escaping @Sendable (UnsafeMutablePointer<z_stream>) -> Void
    ) {
        raw = .allocate(capacity: 1)
        raw.initialize(to: z_stream())
        self.end = end
        guard begin(raw) == Z_OK else {
            raw.deallocate()
            return nil
        }
    }

    deinit {
        end(raw)
        raw.deallocate()
    }
}

/// Streams that wait for the next message, as many as threads use at once.
///
/// Setting one up takes longer than compressing a short message does.
final class StreamPool: Sendable {
    private let idle = Mutex<[ZlibStream]>([])
    private let make: @Sendable () -> ZlibStream?

    /// The most that are kept.
    private static let mostIdle = 16

    init(_ make: @escaping @Sendable () -> ZlibStream?) {
        self.make = make
    }

    /// Does something with a stream, or answers nil when there is no memory for one.
    func with<Result, Failure: Error>(
        _ body: (UnsafeMutablePointer<z_stream>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let stream = idle.withLock({ $0.popLast() }) ?? make() else { return nil }
        defer {
            idle.withLock { idle in
                if idle.count < StreamPool.mostIdle { idle.append(stream) }
            }
        }
        return try body(stream.raw)
    }
}

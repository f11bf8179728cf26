internal import Glibc
internal import Synchronization

/// The process' standard output or error, a line at a time and at once.
public enum StandardStream: Int32, Sendable {
    /// What was asked for.
    case output = 1
    /// What went wrong, and the log.
    case error = 2

    private static let lock = Mutex<Void>(())

    /// Writes a line with its end in one piece; what cannot be written is dropped.
    public func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        StandardStream.lock.withLock { _ in
            var start = 0
            while start < bytes.count {
                let count = bytes[start...].withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
                if count > 0 { start += count } else if count == 0 || errno != EINTR { return }
            }
        }
    }
}

import Glibc

/// A client's connection, which blocks.
final class FuzzedLine {
    private let descriptor: CInt

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // As the kernel reads it: which module the fields of its structure belong to depends on who imports what.
        let address =
            [UInt8(AF_INET), 0, UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        _ = address.withUnsafeBytes { bytes in
            connect(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads for a moment if it lingers, says that nothing more comes, and reads to the end.
    func conclude(lingers: Bool) -> (bytes: [UInt8], isEnded: Bool) {
        var bytes: [UInt8] = []
        if lingers {
            wait(milliseconds: 20)
            while read(into: &bytes) == .some(true) {}
        }
        shutdown(descriptor, Int32(SHUT_WR))
        wait(milliseconds: 60_000)
        while true {
            guard let isMore = read(into: &bytes) else { return (bytes, false) }
            if !isMore { return (bytes, true) }
        }
    }

    private func wait(milliseconds: Int) {
        var patience = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// True when bytes came, false at the end, nil when nothing comes.
    private func read(into bytes: inout [UInt8]) -> Bool? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? nil : false }
        bytes += buffer[..<count]
        return true
    }
}

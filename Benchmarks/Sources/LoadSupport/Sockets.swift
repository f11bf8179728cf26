import CEpoll
import Glibc

/// Why a run cannot go on.
package struct LoadError: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }

    package static func system(_ what: String) -> LoadError {
        LoadError(description: "\(what): \(String(cString: strerror(errno)))")
    }
}

/// The machine's monotonic clock, in nanoseconds.
package func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Sockets that do not wait, over loopback.
package enum Sockets {
    /// Begins to connect from one of several addresses, as one has too few ports for many thousands.
    package static func connect(port: Int, number: Int) throws -> CInt {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError.system("socket") }
        var on: CInt = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
        setsockopt(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, &on, socklen_t(MemoryLayout<CInt>.size))
        try withAddress(host: 0x7F00_0001 + UInt32(number % 4), port: 0) { address, size in
            guard bind(descriptor, address, size) == 0 else { throw LoadError.system("bind") }
        }
        try withAddress(host: 0x7F00_0001, port: port) { address, size in
            guard Glibc.connect(descriptor, address, size) == 0 || errno == EINPROGRESS else {
                throw LoadError.system("connect to port \(port)")
            }
        }
        return descriptor
    }

    private static let IP_BIND_ADDRESS_NO_PORT: CInt = 24

    private static func withAddress(
        host: UInt32, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = host.bigEndian
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try body(pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// Tells which of many sockets can be read or written.
package final class Poller {
    private let descriptor = epoll_create1(0)
    private var events = [epoll_event](repeating: epoll_event(), count: 1_024)

    package init() {}

    deinit {
        close(descriptor)
    }

    /// Watches a socket under a number; with `writes` also for room to write.
    package func watch(_ socket: CInt, as number: Int, writes: Bool, isNew: Bool) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | (writes ? EPOLLOUT.rawValue : 0)
        event.data.u64 = UInt64(number)
        epoll_ctl(descriptor, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event)
    }

    /// Waits at most so long, and calls with the number of each socket that is ready, and whether it can be written.
    package func wait(milliseconds: Int32, _ body: (_ number: Int, _ canWrite: Bool) throws -> Void) rethrows {
        let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
        guard count > 0 else { return }
        for event in events[..<Int(count)] {
            try body(Int(event.data.u64), event.events & EPOLLOUT.rawValue != 0)
        }
    }
}

internal import Glibc
internal import Synchronization

/// A further name of the kernel for a socket that a channel owns, of those that the process can do without.
///
/// Names are counted, since connections and files need them more.
enum OwnDescriptor {
    /// How many there may be still; a process that says nothing of its connections may have a few.
    private static let left = Atomic<Int>(256)
    /// Names that are left for files, and for connections that the process makes itself.
    private static let reserve = 256

    /// Leaves the names that so many connections need.
    static func makeRoom(for connections: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        left.store(max(0, Int(clamping: limit.rlim_cur) - connections - reserve), ordering: .relaxed)
    }

    /// The name, which whoever asks gives back; −1 when none can be done without.
    static func of(_ descriptor: CInt) -> CInt {
        guard left.subtract(1, ordering: .relaxed).newValue >= 0 else { return refused() }
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return own >= 0 ? own : refused()
    }

    private static func refused() -> CInt {
        left.add(1, ordering: .relaxed)
        return -1
    }

    /// Gives a name back.
    static func close(_ own: CInt) {
        guard own >= 0 else { return }
        _ = Glibc.close(own)
        left.add(1, ordering: .relaxed)
    }
}

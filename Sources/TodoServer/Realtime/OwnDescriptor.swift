internal import Glibc

/// A further name of the kernel for a socket that a channel owns.
enum OwnDescriptor {
    /// The name, which whoever asks must close; −1 when there are few left, as connections to come need them more.
    static func of(_ descriptor: CInt) -> CInt {
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= most else { return own }
        close(own)
        return -1
    }

    /// Three quarters of what the process may have; the lowest free number is given, so that a number tells how many.
    private static let most: CInt = {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        return CInt(clamping: limit.rlim_cur / 4 * 3)
    }()
}

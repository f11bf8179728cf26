internal import Glibc
internal import Logging

/// How many files and connections the process may have open.
enum FileLimit {
    /// Raises the limit as far as the system lets it.
    ///
    /// Many systems begin with 1,024, for the sake of programs that cannot deal with more.
    static func raise() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        if setrlimit(resource, &limit) != 0 {
            Logger(label: "lifecycle").warning("the limit of open files cannot be raised")
        }
    }
}

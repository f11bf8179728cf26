#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Keeps a second process from serving the same database; the operating system frees it however the process ends.
///
/// The lock is on a file of its own beside the database: SQLite loses its own locks when anyone closes a descriptor of
/// the database file.
final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock; throws `EmbeddedDatabaseError` when another process has it or the file cannot be made.
    init(databasePath: String) throws {
        descriptor = open(databasePath + "-lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw DatabaseFile.inaccessible(databasePath, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw DatabaseFile.inaccessible(databasePath, code) }
            throw EmbeddedDatabaseError(
                .inUse,
                "the database '\(databasePath)' is in use by another process; stop that one or name another file")
        }
    }

    deinit {
        close(descriptor)
    }
}

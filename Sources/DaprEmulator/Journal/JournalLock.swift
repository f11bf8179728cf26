internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The right to use a journal; it ends with the process, however that ends.
final class JournalLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// Takes the right; throws `EmulatorError` when another emulator has it.
    init(_ path: String) throws(EmulatorError) {
        let file = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw EmulatorError("the journal \(path) cannot be locked: \(String(cString: strerror(errno)))")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw EmulatorError("the journal \(path) is used by another emulator: stop it, or use another file")
        }
        descriptor = Mutex(file)
    }

    deinit { release() }

    /// Lets others use the journal.
    func release() {
        descriptor.withLock { file in
            if file >= 0 { close(file) }
            file = -1
        }
    }
}

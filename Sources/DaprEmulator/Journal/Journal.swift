internal import CivilTime
internal import NIOPosix
internal import SidecarRules
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file to which records are appended; what was flushed survives the end of the process at any instant.
final class Journal: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var waiters: [CheckedContinuation<Bool, Never>] = []
        var isWriting = false
    }

    private let descriptor: Int32
    private let lock: JournalLock
    private let state = Mutex(State())

    /// Opens a new journal at the path that begins with those records, in place of what was there.
    init(path: String, records: [JournalRecord], lock: JournalLock) throws(EmulatorError) {
        self.lock = lock
        let draft = path + ".new"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw Journal.failure("created", draft) }
        var bytes: [UInt8] = []
        for record in records { bytes += record.json.bytes + [UInt8(ascii: "\n")] }
        guard Journal.store(bytes, in: descriptor), rename(draft, path) == 0 else {
            throw Journal.failure("written", path)
        }
    }

    deinit { close(descriptor) }

    /// Lets others use the journal.
    func release() {
        lock.release()
    }

    private static func failure(_ what: String, _ path: String) -> EmulatorError {
        EmulatorError("the journal \(path) cannot be \(what): \(String(cString: strerror(errno)))")
    }

    /// The records of a journal, none when there is no file; a last line that was cut off is left out.
    static func records(at path: String) throws(EmulatorError) -> [JournalRecord] {
        guard let bytes = contents(of: path) else {
            if errno == ENOENT { return [] }
            throw failure("read", path)
        }
        var records: [JournalRecord] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.dropLast().enumerated() {
            guard let record = SidecarJSON(Array(line)).flatMap(JournalRecord.init) else {
                throw EmulatorError("line \(index + 1) of the journal \(path) is no record of this program")
            }
            records.append(record)
        }
        return records
    }

    private static func contents(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Adds a record, which is written no later than by the next flush.
    func append(_ record: JournalRecord) {
        state.withLock { state in
            state.pending += record.json.bytes
            state.pending.append(UInt8(ascii: "\n"))
        }
    }

    /// Returns once everything that was appended before is on disk.
    ///
    /// One caller writes for all that wait, so that many requests share one write.
    func flush() async {
        let writes = await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.pending.isEmpty, !state.isWriting { return true }
                if state.isWriting {
                    state.waiters.append(continuation)
                    return false
                }
                state.isWriting = true
                continuation.resume(returning: true)
                return false
            }
            if isFree { continuation.resume(returning: false) }
        }
        guard writes else { return }
        let (bytes, waiting) = state.withLock { state in
            defer {
                state.pending = []
                state.waiters = []
            }
            return (state.pending, state.waiters)
        }
        await persist(bytes)
        finish(waiting)
    }

    /// Who waited when the write began is done; one of those that came since writes next.
    private func finish(_ served: [CheckedContinuation<Bool, Never>]) {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard !state.waiters.isEmpty else {
                state.isWriting = false
                return nil
            }
            return state.waiters.removeFirst()
        }
        for waiter in served { waiter.resume(returning: false) }
        next?.resume(returning: true)
    }

    private func persist(_ bytes: [UInt8]) async {
        let descriptor = descriptor
        // Others wait for this write, so that the end of one task must not undo it.
        let failure: Int32? = await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in
                continuation.resume(returning: Journal.store(bytes, in: descriptor) ? nil : errno)
            }
        }
        // Going on would promise what is not on disk.
        if let failure { fatalError("the journal cannot be written: \(String(cString: strerror(failure)))") }
    }

    private static func store(_ bytes: [UInt8], in descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return false }
            written += max(0, count)
        }
        return fsync(descriptor) == 0
    }
}

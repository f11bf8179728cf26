internal import GRDB
internal import Synchronization

/// Lets writes that wait at the same time share one transaction, and so one sync to disk.
///
/// Each write keeps its own savepoint: one that throws is undone alone, and no write is acknowledged before the shared
/// commit is durable.
final class GroupCommitWriter: Sendable {
    private struct Queue {
        var waiting: [QueuedWrite] = []
        var isDraining = false
    }

    /// The most writes in a transaction, which bounds how long the first of them waits for the others.
    private static let largestGroup = 128

    private let pool: DatabasePool
    private let queue: Mutex<Queue> = Mutex(Queue())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    /// How many writes wait for their turn.
    var waiting: Int { queue.withLock { $0.waiting.count } }

    /// Runs the body and returns once it is durable; throws what the body throws, or `StorageFailure`.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(QueuedWrite(body, answering: continuation))
        }
    }

    private func submit(_ write: QueuedWrite) {
        let startsDraining = queue.withLock { queue in
            queue.waiting.append(write)
            defer { queue.isDraining = true }
            return !queue.isDraining
        }
        if startsDraining { pool.asyncWriteWithoutTransaction { self.drain($0) } }
    }

    private func drain(_ database: Database) {
        while let group = nextGroup() { commit(group, in: database) }
    }

    private func nextGroup() -> [QueuedWrite]? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else {
                queue.isDraining = false
                return nil
            }
            let group = Array(queue.waiting.prefix(GroupCommitWriter.largestGroup))
            queue.waiting.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: [QueuedWrite], in database: Database) {
        var performed: [PerformedWrite] = []
        do {
            try database.inTransaction(.immediate) {
                for write in group {
                    performed.append(write.perform(database))
                    // Some errors make SQLite roll the whole transaction back; the others must not run outside of one.
                    guard database.isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                }
                return .commit
            }
            for write in performed { write.answer(nil) }
        } catch {
            let failure = StorageFailure.wrapping(error)
            for write in performed { write.answer(failure) }
            for write in group.dropFirst(performed.count) { write.refuse(failure) }
        }
    }
}

internal import Synchronization

/// A counter that tasks can wait on until it rises.
final class VersionGate: Sendable {
    private struct Waiter {
        let number: Int
        let version: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Guarded {
        var version: Int64 = 0
        var lastWaiter = 0
        var waiters: [Waiter] = []
        var cancelled: Set<Int> = []
    }

    private let guarded: Mutex<Guarded> = Mutex(Guarded())

    /// The counter as it is now.
    var version: Int64 { guarded.withLock { $0.version } }

    /// Raises the counter and wakes everybody who waits for that.
    func raise() {
        let waiters = guarded.withLock { guarded in
            guarded.version += 1
            defer { guarded.waiters.removeAll() }
            return guarded.waiters
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    /// Returns once the counter is above `version`; throws `CancellationError` when cancelled first.
    func wait(after version: Int64) async throws {
        let number = guarded.withLock { guarded in
            guarded.lastWaiter += 1
            return guarded.lastWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Waiter(number: number, version: version, continuation: continuation))
            }
        } onCancel: {
            cancel(number)
        }
        _ = guarded.withLock { $0.cancelled.remove(number) }
    }

    private func enter(_ waiter: Waiter) {
        let outcome: Result<Void, any Error>? = guarded.withLock { guarded in
            if guarded.cancelled.remove(waiter.number) != nil { return .failure(CancellationError()) }
            if guarded.version > waiter.version { return .success(()) }
            guarded.waiters.append(waiter)
            return nil
        }
        if let outcome { waiter.continuation.resume(with: outcome) }
    }

    private func cancel(_ number: Int) {
        let waiter = guarded.withLock { guarded -> Waiter? in
            guard let index = guarded.waiters.firstIndex(where: { $0.number == number }) else {
                // Not waiting yet, or woken just now: the entry is taken out again in either case.
                guarded.cancelled.insert(number)
                return nil
            }
            return guarded.waiters.remove(at: index)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}

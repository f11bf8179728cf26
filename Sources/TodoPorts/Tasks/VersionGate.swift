internal import Synchronization

/// A counter that tasks can wait on until it rises, for stores that wake those who wait for outbox rows.
public final class VersionGate: Sendable {
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

    /// A counter at 0.
    public init() {}

    /// The counter as it is now.
    public var version: Int64 { guarded.withLock { $0.version } }

    /// Raises the counter by one and wakes everybody who waits for that.
    public func raise() {
        raise { $0 + 1 }
    }

    /// Raises the counter to `version`, unless it is there already, and wakes everybody who waits for that.
    public func raise(to version: Int64) {
        raise { max($0, version) }
    }

    private func raise(_ next: (Int64) -> Int64) {
        let waiters = guarded.withLock { guarded in
            guarded.version = next(guarded.version)
            let version = guarded.version
            defer { guarded.waiters.removeAll { $0.version < version } }
            return guarded.waiters.filter { $0.version < version }
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    /// Returns once the counter is above `version`; throws `CancellationError` when cancelled first.
    public func wait(after version: Int64) async throws {
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

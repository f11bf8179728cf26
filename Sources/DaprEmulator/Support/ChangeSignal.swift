internal import Synchronization

/// Tells many waiting tasks that something changed.
///
/// Who waits names the version that it has seen, so a change between looking and waiting is not missed.
final class ChangeSignal: Sendable {
    private struct State {
        var version = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var waitersMade = 0
    }

    private let state = Mutex(State())

    /// The number of changes so far.
    var version: Int { state.withLock(\.version) }

    /// Something changed.
    func notify() {
        let waiters = state.withLock { state in
            state.version += 1
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once there was a change after that version, or the task is cancelled.
    func wait(after version: Int) async {
        let number = state.withLock { state in
            state.waitersMade += 1
            return state.waitersMade
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.version != version || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }

    /// Returns as `wait` does, but after that time at the latest.
    func wait(after version: Int, atMost limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.wait(after: version) }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}

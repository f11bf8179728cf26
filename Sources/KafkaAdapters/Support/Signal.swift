internal import Synchronization

/// Wakes one waiting loop; a raise while nobody waits is remembered once.
final class Signal: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State> = Mutex(State())

    /// Wakes the waiter, or lets the next wait return at once.
    func raise() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            state.isRaised = waiter == nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns once the signal is raised or the task is cancelled; only one task may wait at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let returns = state.withLock { state in
                    guard !state.isRaised else {
                        state.isRaised = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if returns { continuation.resume() }
            }
        } onCancel: {
            raise()
        }
    }
}

internal import Synchronization

/// Wakes one waiting loop; a raise while nobody waits is remembered once.
package final class Signal: Sendable {
    private enum State {
        case idle
        case raised
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state: Mutex<State> = Mutex(.idle)

    /// A signal that nobody raised.
    package init() {}

    /// Wakes the waiter, or lets the next wait return at once.
    package func raise() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let continuation) = state else {
                state = .raised
                return nil
            }
            state = .idle
            return continuation
        }
        waiter?.resume()
    }

    /// Returns once the signal is raised or the task is cancelled; only one task may wait at a time.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRaised = state.withLock { state in
                    if case .raised = state {
                        state = .idle
                        return true
                    }
                    state = .waiting(continuation)
                    return false
                }
                // A cancellation before this point raised the signal, so it was seen above or comes with the next.
                if isRaised { continuation.resume() }
            }
        } onCancel: {
            raise()
        }
    }

    /// Returns once the signal is raised, the time has passed on the clock, or the task is cancelled.
    package func wait(atMost duration: Duration, on clock: any WallClock) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await clock.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
    }
}

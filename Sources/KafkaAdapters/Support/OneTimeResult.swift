internal import Synchronization

/// A result that one side gives once and any number of tasks wait for.
final class OneTimeResult<Value: Sendable, Failure: Error>: Sendable {
    private struct State {
        var result: Result<Value, Failure>?
        var waiters: [CheckedContinuation<Result<Value, Failure>, Never>] = []
    }

    private let state: Mutex<State> = Mutex(State())

    /// Gives the result; a second one is ignored.
    func give(_ result: Result<Value, Failure>) {
        let waiters = state.withLock { state in
            guard state.result == nil else { return [CheckedContinuation<Result<Value, Failure>, Never>]() }
            state.result = result
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    /// True once a result that is no failure is there.
    var isSuccess: Bool {
        state.withLock { state in
            if case .success = state.result { return true }
            return false
        }
    }

    /// The result, once it is there.
    func wait() async throws(Failure) -> Value {
        let result = await withCheckedContinuation { continuation in
            let given = state.withLock { state in
                if state.result == nil { state.waiters.append(continuation) }
                return state.result
            }
            if let given { continuation.resume(returning: given) }
        }
        return try result.get()
    }
}

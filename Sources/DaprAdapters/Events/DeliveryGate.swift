internal import ServicePorts
internal import Synchronization

/// Lets a subscription's deliveries in until it is cancelled.
///
/// The sidecar goes on delivering for as long as it lives; what comes afterwards is answered 503 and stays unhandled.
final class DeliveryGate: EventSubscription {
    private struct State {
        var isClosed = false
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State> = Mutex(State())

    func run(_ delivery: () async -> DaprResponse) async -> DaprResponse {
        let isIn = state.withLock { state in
            if !state.isClosed { state.running += 1 }
            return !state.isClosed
        }
        guard isIn else { return DaprResponse(503) }
        let response = await delivery()
        for waiter in leave() { waiter.resume() }
        return response
    }

    private func leave() -> [CheckedContinuation<Void, Never>] {
        state.withLock { state in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    func cancel() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.running > 0 { state.waiting.append(continuation) }
                return state.running == 0
            }
            if isIdle { continuation.resume() }
        }
    }
}

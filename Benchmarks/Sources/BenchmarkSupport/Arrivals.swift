internal import Synchronization

/// Counts what arrives, and tells after each lap of so many how long it took from its first to its last.
package final class Arrivals: Sendable {
    private let lap: Int
    private let state = Mutex((seen: 0, began: ContinuousClock.now))
    private let continuation: AsyncStream<Duration>.Continuation
    /// What each lap took.
    package let laps: AsyncStream<Duration>

    /// Laps of that many.
    package init(lap: Int) {
        self.lap = lap
        (laps, continuation) = AsyncStream.makeStream()
    }

    /// Something arrived, or so many things at once.
    package func note(_ count: Int = 1) {
        let took = state.withLock { state -> Duration? in
            if state.seen == 0 { state.began = .now }
            state.seen += count
            guard state.seen >= lap else { return nil }
            state.seen = 0
            return ContinuousClock.now - state.began
        }
        if let took { continuation.yield(took) }
    }

    /// What the next lap takes.
    package func next() async -> Duration {
        for await took in laps { return took }
        return .zero
    }
}

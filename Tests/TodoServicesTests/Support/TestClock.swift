import CivilTime
import ServicePorts
import Synchronization

/// A clock that stands until it is set; sleeping moves it on at once and is noted.
final class TestClock: WallClock {
    private struct State {
        var instant: Timestamp
        var sleeps: [Duration] = []
    }

    private let state: Mutex<State>

    init(_ text: String = "2026-01-05T08:00:00Z") {
        guard let instant = Timestamp(rfc3339: text) else { preconditionFailure("'\(text)' is no instant") }
        state = Mutex(State(instant: instant))
    }

    /// Every pause that was asked for.
    var sleeps: [Duration] { state.withLock(\.sleeps) }

    func now() -> Timestamp { state.withLock(\.instant) }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.sleeps.append(duration)
            $0.instant = $0.instant + duration
        }
    }

    func set(_ instant: Timestamp) {
        state.withLock { $0.instant = instant }
    }

    func advance(_ duration: Duration) {
        state.withLock { $0.instant = $0.instant + duration }
    }
}

import CivilTime
import ServicePorts
import Synchronization

/// A clock that moves when it is told to.
final class SettableClock: WallClock {
    private let instant: Mutex<Timestamp>

    init(_ text: String) {
        instant = Mutex(Timestamp(rfc3339: text) ?? .epoch)
    }

    func now() -> Timestamp { instant.withLock { $0 } }

    func advance(by duration: Duration) { instant.withLock { $0 = $0 + duration } }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
    }
}

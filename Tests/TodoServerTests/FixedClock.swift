import CivilTime
import ServicePorts

/// A clock that stands still.
struct FixedClock: WallClock {
    let instant: Timestamp

    init(_ text: String) {
        instant = Timestamp(rfc3339: text) ?? .epoch
    }

    func now() -> Timestamp { instant }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
    }
}

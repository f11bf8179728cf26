internal import ServicePorts

/// Says that a token named a key that is not known.
struct UnknownKeySignal: Sendable {
    private let signal = Signal()

    func raise() { signal.raise() }

    /// Returns once it is raised, the time has passed, or the task is cancelled.
    func wait(atMost duration: Duration, on clock: any WallClock) async {
        await signal.wait(atMost: duration, on: clock)
    }
}

public import CivilTime

/// The port through which all time comes: reading it and waiting for it.
public protocol WallClock: Sendable {
    /// The current instant as this node sees it; may be skewed and may step.
    func now() -> Timestamp

    /// Returns after at least `duration`; throws `CancellationError` when the task is cancelled first.
    func sleep(for duration: Duration) async throws
}

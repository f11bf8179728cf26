public import CivilTime
internal import FoundationEssentials

/// The machine's clock.
public struct SystemClock: WallClock {
    /// A view of the machine's clock.
    public init() {}

    /// The machine's current instant, cut to milliseconds.
    public func now() -> Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    /// Waits on the continuous clock; throws `CancellationError` when cancelled.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}

/// The machine's random number generator.
public struct SystemRandomSource: RandomSource {
    /// A view of the machine's generator.
    public init() {}

    /// Sixty-four bits from the machine's generator.
    public func next() -> UInt64 {
        UInt64.random(in: .min ... .max)
    }
}

public import CivilTime
public import ServicePorts

/// Virtual time as one node sees it: the true time moved by the node's offset and drift; waits follow the true time.
public final class SimulatedClock: WallClock {
    private let environment: NodeEnvironment

    init(_ environment: NodeEnvironment) {
        self.environment = environment
    }

    /// The current instant, with the node's offset and drift.
    public func now() -> Timestamp {
        environment.simulation.now.adding(milliseconds: environment.node?.clockErrorMilliseconds ?? 0)
    }

    /// Returns when virtual time has moved by at least `duration`; throws `CancellationError` if cancelled or crashed.
    public func sleep(for duration: Duration) async throws {
        try await environment.sleep(microseconds: duration.wholeMicroseconds)
    }
}

extension Duration {
    /// The duration in whole microseconds, rounded toward zero and saturating.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return seconds > 0 ? .max : .min }
        return product + attoseconds / 1_000_000_000_000
    }
}

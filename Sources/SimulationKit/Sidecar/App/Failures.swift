internal import CivilTime
internal import ServicePorts

/// Failed attempts by name, since the sidecar tells no attempt's number; gone with the process.
final class Failures: @unchecked Sendable {
    // Confined to the simulation's thread.
    private var failures: [String: (count: Int, since: Timestamp)] = [:]
    private let policy: DeliveryRetryPolicy
    private let patience: Duration
    private let clock: any WallClock

    /// Failures under a policy: pauses are the sidecar's, so the policy's own pauses together are the time that it asks
    /// for, next to its number of attempts.
    init(policy: DeliveryRetryPolicy, clock: any WallClock) {
        self.policy = policy
        self.clock = clock
        patience = (1..<max(2, min(policy.maximumAttempts, 1_000))).reduce(.zero) { total, attempt in
            total + (policy.maximumAttempts > 1 ? policy.pause(afterAttempt: attempt) : .zero)
        }
    }

    func count(of name: String) -> Int {
        failures[name]?.count ?? 0
    }

    /// Counts one more failure; false when the policy is used up.
    func mayFailAgain(_ name: String) -> Bool {
        let since = failures[name]?.since ?? clock.now()
        let count = count(of: name) + 1
        failures[name] = (count, since)
        return count < policy.maximumAttempts || clock.now().duration(since: since) < patience
    }

    func forget(_ name: String) {
        failures[name] = nil
    }
}

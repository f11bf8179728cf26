internal import CivilTime
internal import ServicePorts
internal import Synchronization

/// Failed attempts by name, since the sidecar tells no attempt's number; gone with the process.
final class FailureCounts: Sendable {
    private struct Entry {
        var count: Int
        let since: Timestamp
    }

    /// Names of which nothing is heard again, because another replica handled them, must not pile up.
    private static let capacity = 10_000

    private let entries: Mutex<[String: Entry]> = Mutex([:])
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
        entries.withLock { $0[name]?.count ?? 0 }
    }

    /// Counts one more failure; false when the policy is used up.
    func mayFailAgain(_ name: String) -> Bool {
        let now = clock.now()
        return entries.withLock { entries in
            if entries.count >= FailureCounts.capacity, entries[name] == nil { FailureCounts.forgetOldest(&entries) }
            var entry = entries[name] ?? Entry(count: 0, since: now)
            entry.count += 1
            entries[name] = entry
            return entry.count < policy.maximumAttempts || now.duration(since: entry.since) < patience
        }
    }

    func forget(_ name: String) {
        entries.withLock { $0[name] = nil }
    }

    private static func forgetOldest(_ entries: inout [String: Entry]) {
        let oldest = entries.min { ($0.value.since, $0.key) < ($1.value.since, $1.key) }
        if let oldest { entries[oldest.key] = nil }
    }
}
